import { Form, Input } from 'antd'
import { type ChangeEvent, useEffect, useId, useState } from 'react'
import { api, inMyLanguage, t } from '../kit.ts'
import { FormDialog, needed } from '../parts/dialog.tsx'
import type { Product, ProductPicture } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { productChanges } from './product-changes.ts'

interface Fields {
  readonly altZh: string
  readonly altEn?: string
}

const MOST_BYTES = 8 * 1024 * 1024
const KINDS = 'image/jpeg,image/png,image/webp,image/avif'

/** One picture with words for those who cannot see it. The server encodes it anew in two sizes. */
export function PictureDialog({ of, close }: { of: Product; close: () => void }) {
  const [file, setFile] = useState<File>()
  const [wrong, setWrong] = useState<string>()
  const add = useWrite(
    // The file's marks are part of the intention: another file is another picture.
    (input: Fields & { file: string }, intention) => {
      const form = new FormData()
      form.set('altZh', input.altZh)
      form.set('altEn', input.altEn ?? '')
      form.set('file', file as File)
      return api.upload<Product>(`/v1/admin/products/${of.id}/pictures`, form, intention)
    },
    { refreshes: productChanges, said: t('picture_added'), onDone: close },
  )
  const choose = (chosen: File | undefined) => {
    setWrong(chosen && chosen.size > MOST_BYTES ? t('picture_too_big') : undefined)
    setFile(chosen && chosen.size <= MOST_BYTES ? chosen : undefined)
  }
  const submit = ({ altZh, altEn }: Fields) => {
    if (!file) return setWrong(t('picture_needed'))
    const marks = `${file.name}/${file.size}/${file.lastModified}`
    return add.run({ altZh: altZh.trim(), altEn: altEn?.trim() ?? '', file: marks })
  }
  return (
    <FormDialog<Fields>
      isOpen
      title={t('picture_add')}
      words={t('picture_add_words')}
      okText={t('picture_upload')}
      write={add}
      submit={submit}
      close={close}
    >
      <FileField file={file} choose={choose} wrong={wrong} />
      <Form.Item name="altZh" label={t('alt_zh')} extra={t('alt_hint')} rules={[needed()]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="altEn" label={t('alt_en')}>
        <Input maxLength={200} lang="en" />
      </Form.Item>
    </FormDialog>
  )
}

interface FileFieldProps {
  readonly file: File | undefined
  readonly choose: (file: File | undefined) => void
  readonly wrong: string | undefined
}

function FileField({ file, choose, wrong }: FileFieldProps) {
  const id = useId()
  const seen = usePreview(file)
  return (
    <div className="file-field">
      <div className="row wrap">
        <label htmlFor={id} className="button">
          {t('picture_choose')}
        </label>
        <input
          id={id}
          type="file"
          accept={KINDS}
          className="unseen"
          aria-describedby={wrong ? `${id}wrong` : undefined}
          onChange={(event: ChangeEvent<HTMLInputElement>) => choose(event.target.files?.[0])}
        />
        <span className="muted wrap-any">{file?.name}</span>
      </div>
      {seen && <img src={seen} alt={t('picture_chosen')} />}
      {wrong && (
        <p id={`${id}wrong`} className="berry-text s14" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

function usePreview(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file) return setUrl(undefined)
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}

interface RemoveProps {
  readonly of: Product
  readonly picture: ProductPicture
  readonly close: () => void
}

export function RemovePictureDialog({ of, picture, close }: RemoveProps) {
  const remove = useWrite((id: string) => api.delete<Product>(`/v1/admin/products/${of.id}/pictures/${id}`), {
    refreshes: productChanges,
    said: t('picture_removed'),
    onDone: close,
  })
  return (
    <FormDialog
      isOpen
      title={t('picture_remove_title')}
      words={inMyLanguage(picture.altZh, picture.altEn)}
      okText={t('remove')}
      isDangerous
      write={remove}
      submit={() => remove.run(picture.id)}
      close={close}
    />
  )
}
