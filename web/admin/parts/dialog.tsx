import { Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useId, useRef } from 'react'
import type { ApiProblem } from '../../shared/api.ts'
import { t } from '../kit.ts'
import { Refused } from './problem.tsx'

interface FormDialogProps<Fields> {
  readonly isOpen: boolean
  readonly title: string
  /** What happens when one says yes, and what stays as it is. */
  readonly words?: ReactNode
  readonly okText: string
  readonly isDangerous?: boolean
  readonly initial?: Partial<Fields>
  readonly write: { readonly problem: ApiProblem | undefined; readonly isRunning: boolean; forget(): void }
  readonly submit: (fields: Fields) => unknown
  readonly close: () => void
  readonly width?: number
  /** Asked while another dialog is open. */
  readonly isAbove?: boolean
  readonly children?: ReactNode
}

/** Questions about who is there stand over every other dialog. */
export const ABOVE_DIALOGS = 2000
const FIELDS = 'input:not([type="hidden"]):not([disabled]), textarea'

/** A question that changes something: a few fields, a yes that names the act, a way out. Enter sends, Escape leaves. */
export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const { isOpen, title, okText, isDangerous = false, write, close, width = 480, isAbove = false } = props
  const [form] = Form.useForm<Fields>()
  const inside = useRef<HTMLDivElement>(null)
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={okText}
      cancelText={t('cancel')}
      okButtonProps={{ danger: isDangerous }}
      confirmLoading={write.isRunning}
      onOk={form.submit}
      onCancel={() => {
        write.forget()
        close()
      }}
      afterOpenChange={(opened) => opened && focusFirst(inside.current)}
      mask={{ closable: false }}
      width={width}
      zIndex={isAbove ? ABOVE_DIALOGS : undefined}
      destroyOnHidden
    >
      <div ref={inside}>
        <Inside {...props} form={form} />
      </div>
    </Modal>
  )
}

function Inside<Fields extends object>(props: FormDialogProps<Fields> & { form: FormInstance<Fields> }) {
  const { form, words, initial, write, submit, children } = props
  const name = `dialog-${useId().replace(/\W/g, '')}`
  return (
    <>
      {words !== undefined && <div className="muted dialog-words">{words}</div>}
      <Form
        form={form}
        name={name}
        layout="vertical"
        requiredMark={requiredMark}
        initialValues={initial as object}
        onFinish={submit}
        preserve={false}
        scrollToFirstError
      >
        {children}
        {/* The button that is seen stands outside; without one inside, a form of two fields is deaf to Enter. */}
        <button type="submit" hidden />
      </Form>
      <Refused problem={write.problem} />
    </>
  )
}

/**
 * The first field, or the way out where there is nothing to fill in. antd itself would rest on the cross. Whoever chose
 * a field while the dialog was still opening stays there: half a word would go elsewhere.
 */
export function focusFirst(inside: HTMLElement | null): void {
  const chosen = document.activeElement
  if (chosen?.matches(FIELDS) && inside?.contains(chosen)) return
  const dialog = inside?.closest('[role="dialog"]')
  const first =
    inside?.querySelector<HTMLElement>(FIELDS) ?? dialog?.querySelector<HTMLElement>('.ant-modal-footer button')
  first?.focus()
}

/** Most fields are needed, so the ones that are not say so. */
export const requiredMark = (label: ReactNode, { required }: { required: boolean }): ReactNode =>
  required ? (
    label
  ) : (
    <>
      {label} <span className="muted s12 optional">{t('optional')}</span>
    </>
  )

export const needed = () => ({ required: true, whitespace: true, message: t('required') })
