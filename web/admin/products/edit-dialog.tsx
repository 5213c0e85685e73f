import { api, t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import type { Product } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'
import { fieldsOf, type ProductFields, ProductFormFields, productInput } from './product-form.tsx'

/** Sends only what was changed, with the version that was read: two colleagues do not undo each other unseen. */
export function EditDialog({ of, close }: { of: Product; close: () => void }) {
  const save = useWrite(
    (change: object) => api.patch<Product>(`/v1/admin/products/${of.id}`, { ...change, version: of.version }),
    { refreshes: productChanges, said: t('saved'), onDone: close },
  )
  const before = fieldsOf(of)
  const submit = (fields: ProductFields) => {
    const was = productInput(before) as Record<string, unknown>
    const change = Object.fromEntries(
      Object.entries(productInput(fields)).filter(([name, value]) => was[name] !== value),
    )
    if (Object.keys(change).length === 0) return close()
    return save.run(change)
  }
  return (
    <FormDialog<ProductFields>
      isOpen
      title={t('product_edit')}
      okText={t('save')}
      initial={before}
      write={save}
      submit={submit}
      close={close}
      width={640}
    >
      <ProductFormFields of={of} />
    </FormDialog>
  )
}
