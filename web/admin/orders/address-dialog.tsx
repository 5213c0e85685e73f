import { Button, Modal } from 'antd'
import { useState } from 'react'
import { say } from '../frame/notes.ts'
import { api, t } from '../kit.ts'
import { Refused } from '../parts/problem.tsx'
import type { FullAddress } from '../shapes.ts'
import { useWrite } from '../write.ts'

/** The whole address for a label. The look is on record before it is shown, so it is asked for by a press of its own. */
export function AddressDialog({ orderId, close }: { orderId: string; close: () => void }) {
  const [address, setAddress] = useState<FullAddress>()
  const look = useWrite(() => api.get<FullAddress>(`/v1/admin/orders/${orderId}/address`), {
    refreshes: ['/v1/admin/activity'],
    onDone: setAddress,
  })
  const words = address && `${address.recipient} ${address.phone}\n${address.region} ${address.street}`
  const copyIt = async () => {
    await navigator.clipboard.writeText(words ?? '')
    say(t('copied'))
  }
  return (
    <Modal
      open
      title={t('address')}
      onCancel={close}
      width={440}
      footer={
        address ? (
          <>
            <Button onClick={close}>{t('close')}</Button>
            <Button type="primary" onClick={() => void copyIt()}>
              {t('copy')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{t('cancel')}</Button>
            <Button type="primary" loading={look.isRunning} onClick={() => void look.run(undefined)}>
              {t('look_and_record')}
            </Button>
          </>
        )
      }
    >
      {words ? <address className="label">{words}</address> : <p className="muted">{t('look_words')}</p>}
      <Refused problem={look.problem} />
    </Modal>
  )
}
