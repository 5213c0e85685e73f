import { useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, f, t } from '../kit.ts'
import { refresh } from '../load.ts'
import { Choices, Field } from '../parts/field.tsx'
import { Sheet, SheetActions } from '../parts/sheet.tsx'
import { Refused } from '../parts/states.tsx'
import { say } from '../parts/toast.tsx'
import { problemsOf } from '../problems.ts'
import type { Sale } from '../shapes.ts'
import { extensionChoices, instantOfInput, localInput } from '../times.ts'

/** What may still be changed while a sale runs: a later cut-off, another day of arrival, or an end to it. */
export function SaleActions({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const [isStopping, setStopping] = useState(false)
  const title = isStopping ? t('sale_stop_title', { title: sale.title }) : t('sale_change')
  return (
    <Sheet title={title} onClose={onClose}>
      {isStopping ? (
        <Stop sale={sale} onClose={onClose} />
      ) : (
        <Change sale={sale} onClose={onClose} onStop={() => setStopping(true)} />
      )}
    </Sheet>
  )
}

function Change({ sale, onClose, onStop }: { sale: Sale; onClose: () => void; onStop: () => void }) {
  const before = localInput(new Date(sale.cutsOffAt), f.zone)
  const [cutsOffAt, setCutsOffAt] = useState(before)
  const [arrivesOn, setArrivesOn] = useState(sale.arrivesOn)
  const change = useAction(async () => {
    const instant = instantOfInput(cutsOffAt, f.zone)
    await api.patch(`/v1/curator/sales/${sale.id}`, {
      ...(cutsOffAt === before ? {} : { cutsOffAt: instant?.toISOString() }),
      ...(arrivesOn === sale.arrivesOn ? {} : { arrivesOn }),
      version: sale.version,
    })
    saleChanged()
    say(t('saved'))
    onClose()
  })
  const refused = problemsOf(change.problem)
  const isSame = arrivesOn === sale.arrivesOn && cutsOffAt === before
  return (
    <>
      <div class="col">
        <Choices
          label={t('sale_extend', { time: f.time(sale.cutsOffAt) })}
          choices={extensionChoices(sale.cutsOffAt, Date.now(), f.zone).map((at) => ({
            value: localInput(at, f.zone),
            label: f.time(at),
          }))}
          value={cutsOffAt}
          onValue={setCutsOffAt}
          problem={refused['cutsOffAt']}
        />
        <Field label={t('arrival')} problem={refused['arrivesOn']}>
          {(wiring) => (
            <input
              {...wiring}
              type="date"
              value={arrivesOn}
              min={cutsOffAt.slice(0, 10)}
              onInput={(event) => setArrivesOn(event.currentTarget.value)}
            />
          )}
        </Field>
        <Refused problem={change.problem} />
      </div>
      <SheetActions>
        <button class="btn danger" type="button" onClick={onStop}>
          {t('sale_stop')}
        </button>
        <button class="btn go grow" type="button" disabled={isSame || change.isBusy} onClick={() => void change.run()}>
          {t('save')}
        </button>
      </SheetActions>
    </>
  )
}

function Stop({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const stop = useAction(async (intention) => {
    await api.post(`/v1/curator/sales/${sale.id}/stop`, {}, intention)
    saleChanged()
    say(t('sale_stopped_done'))
    onClose()
  })
  return (
    <>
      <div class="col">
        <p>{t('sale_stop_words')}</p>
        <Refused problem={stop.problem} />
      </div>
      <SheetActions>
        <button class="btn grow" type="button" onClick={onClose}>
          {t('sale_stop_not')}
        </button>
        <button class="btn danger grow" type="button" disabled={stop.isBusy} onClick={() => void stop.run()}>
          {t('sale_stop')}
        </button>
      </SheetActions>
    </>
  )
}

function saleChanged(): void {
  refresh('/v1/curator/sales')
  refresh('/v1/curator/today')
}
