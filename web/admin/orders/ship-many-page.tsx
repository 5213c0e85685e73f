import { Button, Input } from 'antd'
import { useId, useMemo, useState } from 'react'
import { api, t } from '../kit.ts'
import { Page, Section } from '../parts/page.tsx'
import { Refused } from '../parts/problem.tsx'
import type { ShipVerdict } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { carriers } from './carriers.ts'
import { orderChanges } from './changes.ts'
import { inBatches, readShipLines, type ShipLine } from './ship-lines.ts'
import { ShipPreview } from './ship-preview.tsx'
import { UnshippedOrders } from './unshipped-orders.tsx'
import { isReady, useKnownOrders } from './use-known-orders.ts'

/** As many as the API takes at once. */
const BATCH = 100

/** Paste what the carrier's counter gave back, look at each line against its order, ship all that are right. */
export function ShipManyPage() {
  const [pasted, setPasted] = useState('')
  const [carrier, setCarrier] = useState('')
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, ShipVerdict>>(new Map())
  const lines = useMemo(() => readShipLines(pasted, carrier), [pasted, carrier])
  const known = useKnownOrders(lines.good.map((line) => line.orderId))
  const ready = lines.good.filter((line) => isReady(known.get(line.orderId)) && !verdicts.get(line.orderId)?.ok)
  const ship = useWrite(
    (items: readonly Omit<ShipLine, 'lineNo'>[], intention) =>
      api.post<{ items: ShipVerdict[] }>('/v1/admin/orders/ship-many', { items }, intention),
    { refreshes: orderChanges },
  )
  const shipAll = async () => {
    for (const batch of inBatches(ready, BATCH)) {
      const answer = await ship.run(
        batch.map(({ orderId, carrier: by, trackingNo }) => ({ orderId, carrier: by, trackingNo })),
      )
      // What went out stays marked; the rest can be sent again as it is.
      if (!answer) return
      setVerdicts((was) => new Map([...was, ...answer.items.map((item) => [item.orderId, item] as const)]))
    }
  }
  const hasLines = lines.good.length + lines.wrong.length > 0
  return (
    <Page title={t('ship_many')} under={t('ship_many_words')} back={{ to: '/orders', words: t('room_orders') }}>
      <PasteFields pasted={pasted} setPasted={setPasted} carrier={carrier} setCarrier={setCarrier} />
      <Refused problem={ship.problem} />
      {hasLines ? (
        <Section
          title={t('preview')}
          beside={
            <Button
              type="primary"
              disabled={ready.length === 0}
              loading={ship.isRunning}
              onClick={() => void shipAll()}
            >
              {t('ship_n', { n: ready.length })}
            </Button>
          }
        >
          <ShipPreview lines={lines} known={known} verdicts={verdicts} />
        </Section>
      ) : (
        <UnshippedOrders take={setPasted} />
      )}
    </Page>
  )
}

interface PasteProps {
  readonly pasted: string
  readonly setPasted: (text: string) => void
  readonly carrier: string
  readonly setCarrier: (text: string) => void
}

function PasteFields({ pasted, setPasted, carrier, setCarrier }: PasteProps) {
  const id = useId()
  return (
    <div className="card paste">
      <label htmlFor={`${id}lines`} className="b s14">
        {t('paste_lines')}
      </label>
      <Input.TextArea
        id={`${id}lines`}
        className="code-input"
        autoSize={{ minRows: 5, maxRows: 14 }}
        value={pasted}
        placeholder={t('paste_example')}
        spellCheck={false}
        onChange={(event) => setPasted(event.target.value)}
        aria-describedby={`${id}hint`}
      />
      <p id={`${id}hint`} className="muted s12">
        {t('paste_hint')}
      </p>
      <div className="row wrap">
        <label htmlFor={`${id}carrier`} className="s14">
          {t('standing_carrier')}
        </label>
        <Input
          id={`${id}carrier`}
          list={`${id}carriers`}
          value={carrier}
          maxLength={40}
          onChange={(event) => setCarrier(event.target.value)}
          className="short-field"
          autoComplete="off"
        />
        <datalist id={`${id}carriers`}>
          {carriers.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {pasted !== '' && (
          <button type="button" className="link" onClick={() => setPasted('')}>
            {t('clear')}
          </button>
        )}
      </div>
    </div>
  )
}
