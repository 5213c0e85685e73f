import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, t } from '../kit.ts'
import { useMay } from '../session/session.ts'
import { useWrite } from '../write.ts'

interface ApprovalProps {
  readonly approvals: readonly { readonly by: string; readonly name: string | null }[]
  /** It waits for a colleague's yes or no. */
  readonly isAsked: boolean
  /** Where a yes is said. */
  readonly path: string
  readonly refreshes: readonly string[]
  /** What asks for the reason of a no. */
  readonly refusal: (close: () => void) => ReactNode
  readonly children?: ReactNode
}

/** Money that waits for people: who has agreed, and the two answers of a colleague who has not. */
export function Approval({ approvals, isAsked, path, refreshes, refusal, children }: ApprovalProps) {
  const mayMove = useMay('move_money')
  const [isRefusing, setRefusing] = useState(false)
  const approve = useWrite((_: object, intention) => api.post(path, {}, intention), {
    refreshes,
    said: t('payout_approved_done'),
  })
  const names = approvals.map((one) => one.name ?? one.by).join(t('comma'))
  return (
    <div className="row wrap">
      {names !== '' && <span className="muted s12">{t('payout_approved_by', { names })}</span>}
      {isAsked && mayMove && (
        // Yes and no stand side by side, however narrow the column is.
        <span className="row acts">
          <Button size="small" type="primary" onClick={() => void approve.run({})} loading={approve.isRunning}>
            {t('payout_approve')}
          </Button>
          <Button size="small" danger onClick={() => setRefusing(true)}>
            {t('payout_reject')}
          </Button>
        </span>
      )}
      {approve.problem && (
        <span className="berry s12" role="alert">
          {approve.problem.title}
        </span>
      )}
      {children}
      {isRefusing && refusal(() => setRefusing(false))}
    </div>
  )
}
