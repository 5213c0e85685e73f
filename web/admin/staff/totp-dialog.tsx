import { Button, Modal, QRCode } from 'antd'
import { t } from '../kit.ts'
import { CopyId } from '../parts/says.tsx'
import type { StaffMade } from '../shapes.ts'

/** The new colleague's authenticator secret: shown now, and never again. */
export function TotpDialog({ of, close }: { of: StaffMade; close: () => void }) {
  return (
    <Modal
      open
      title={t('totp_title', { name: of.staff.name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={440}
      footer={
        <Button type="primary" onClick={close}>
          {t('totp_kept')}
        </Button>
      }
    >
      <p className="muted dialog-words">{of.totpSecret ? t('totp_words') : t('totp_gone_words')}</p>
      {of.totpUri && of.totpSecret && (
        <div className="totp-secret">
          {/* The secret under it says the same to those who cannot see it. */}
          <div aria-hidden="true">
            <QRCode type="svg" value={of.totpUri} size={180} color="#2a241f" bgColor="#ffffff" bordered={false} />
          </div>
          <CopyId id={of.totpSecret} />
        </div>
      )}
    </Modal>
  )
}
