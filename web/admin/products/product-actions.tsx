import { Button } from 'antd'
import { t } from '../kit.ts'
import { useMay } from '../session/session.ts'
import type { Product } from '../shapes.ts'
import type { Ask } from './product-dialogs.tsx'

export function ProductActions({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  const mayPublish = useMay('publish_products')
  return (
    <>
      {mayWrite && <Button onClick={() => ask({ what: 'edit' })}>{t('product_edit')}</Button>}
      {mayWrite && of.state === 'published' && (
        <Button danger onClick={() => ask({ what: 'withdraw' })}>
          {t('withdraw')}
        </Button>
      )}
      {mayPublish && of.state !== 'published' && of.missing.length === 0 && (
        <Button type="primary" onClick={() => ask({ what: 'publish' })}>
          {t('publish')}
        </Button>
      )}
    </>
  )
}
