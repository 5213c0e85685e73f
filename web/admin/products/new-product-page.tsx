import { useNavigate } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { api, t } from '../kit.ts'
import { requiredMark } from '../parts/dialog.tsx'
import { Page } from '../parts/page.tsx'
import { Refused } from '../parts/problem.tsx'
import type { Product } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { type ProductFields, ProductFormFields, productInput } from './product-form.tsx'

/** Opens a dossier as a draft; facts, pictures, SKUs and lots follow on its own page. */
export function NewProductPage() {
  const navigate = useNavigate()
  const create = useWrite((input: object, intention) => api.post<Product>('/v1/admin/products', input, intention), {
    refreshes: ['/v1/admin/products', '/v1/admin/activity'],
    said: t('product_created'),
    onDone: ({ id }) => void navigate({ to: '/products/$id', params: { id } }),
  })
  return (
    <Page title={t('product_new')} under={t('product_new_words')} back={{ to: '/products', words: t('room_products') }}>
      <div className="card form-card">
        <Form<ProductFields>
          layout="vertical"
          name="product"
          requiredMark={requiredMark}
          initialValues={{ returnClass: 'fresh_no_7d' }}
          onFinish={(fields) => void create.run(productInput(fields))}
          scrollToFirstError
        >
          <ProductFormFields />
          <Refused problem={create.problem} />
          <Button type="primary" htmlType="submit" loading={create.isRunning}>
            {t('product_create')}
          </Button>
        </Form>
      </div>
    </Page>
  )
}
