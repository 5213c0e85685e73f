import { Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useEffect, useId } from 'react'
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
  readonly children?: ReactNode | ((form: FormInstance<Fields>) => ReactNode)
}

/** A question that changes something: a few fields, a yes that names the act, a way out. Enter sends. */
export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const {
    isOpen,
    title,
    words,
    okText,
    isDangerous = false,
    initial,
    write,
    submit,
    close,
    width = 480,
    children,
  } = props
  const [form] = Form.useForm<Fields>()
  const name = `dialog-${useId().replace(/\W/g, '')}`
  useEffect(() => {
    if (isOpen) form.resetFields()
  }, [isOpen, form])
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
      mask={{ closable: false }}
      width={width}
      destroyOnHidden
    >
      {words !== undefined && <div className="muted dialog-words">{words}</div>}
      <Form
        form={form}
        name={name}
        layout="vertical"
        requiredMark={requiredMark}
        initialValues={initial as object}
        onFinish={submit}
        scrollToFirstError
      >
        {typeof children === 'function' ? children(form) : children}
      </Form>
      <Refused problem={write.problem} />
    </Modal>
  )
}

/** Most fields are needed, so the ones that are not say so. */
export const requiredMark = (label: ReactNode, { required }: { required: boolean }): ReactNode =>
  required ? label : <span>{label}</span>

export const needed = () => ({ required: true, whitespace: true, message: t('required') })
