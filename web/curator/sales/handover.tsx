import { useRef, useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { scan } from '../icons.ts'
import { t } from '../kit.ts'
import { refresh, useLoad } from '../load.ts'
import { Chip, Icon } from '../parts/basics.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, RowsSkeleton, Shown } from '../parts/states.tsx'
import { addressOf } from '../routes.ts'
import type { ListedOrder, Page as PageOf, Sale } from '../shapes.ts'
import { Ordered } from './living-list.tsx'
import { pickupsPath, salePath } from './paths.ts'
import { codeIn, Handed, handOver } from './pickup.tsx'
import { canScan, Scanner } from './scanner.tsx'

/** At the table by the gate: a code comes, the goods go. */
export function HandoverScreen({ id }: { id: string }) {
  const sale = useLoad<Sale>(salePath(id))
  const pickups = useLoad<PageOf<ListedOrder>>(pickupsPath(id))
  const [handed, setHanded] = useState<ListedOrder>()
  const point = sale.data?.pickupPoint
  return (
    <Page
      isNarrow
      title={t('pickups')}
      under={point ? [point.name, point.hours].filter(Boolean).join(' · ') : sale.data?.title}
      back={addressOf('sale', id)}
      bar={<HandOver saleId={id} onHanded={setHanded} />}
    >
      <div role="status">{handed && <Handed order={handed} />}</div>
      <Shown of={pickups} skeleton={<RowsSkeleton />}>
        {(page) => <Waiting items={page.items} namesGoods={(sale.data?.skus.length ?? 2) > 1} />}
      </Shown>
    </Page>
  )
}

const isHanded = (item: ListedOrder): boolean => item.state === 'received'

function Waiting({ items, namesGoods }: { items: readonly ListedOrder[]; namesGoods: boolean }) {
  if (items.length === 0) {
    return (
      <Empty title={t('pickups_empty')}>
        <p class="muted s14">{t('pickups_empty_next')}</p>
      </Empty>
    )
  }
  const left = items.filter((item) => !isHanded(item))
  const sorted = [...left, ...items.filter(isHanded)]
  return (
    <>
      <p class="muted s14 num">{t('pickups_left', { n: left.length, all: items.length })}</p>
      <ol class="card rows living">
        {sorted.map((item) => (
          <li class={isHanded(item) ? 'row num gone' : 'row num'} key={item.orderId}>
            <span class="no muted">{item.listNo}.</span>
            <span class="grow">
              {item.nickname} <Ordered lines={item.lines} namesGoods={namesGoods} />
            </span>
            <Chip tone={isHanded(item) ? 'leaf' : 'wheat'}>{t(isHanded(item) ? 'picked_up' : 'to_pick_up')}</Chip>
          </li>
        ))}
      </ol>
    </>
  )
}

interface HandOverProps {
  readonly saleId: string
  readonly onHanded: (order: ListedOrder | undefined) => void
}

function HandOver({ saleId, onHanded }: HandOverProps) {
  const [code, setCode] = useState('')
  const [isScanning, setScanning] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const hand = useAction(async (intention, pickupCode: string) => {
    onHanded(undefined)
    onHanded(await handOver(pickupCode, intention))
    setCode('')
    refresh(salePath(saleId))
  })
  const give = (event: Event) => {
    event.preventDefault()
    if (code.trim()) void hand.run(codeIn(code))
    else input.current?.focus()
  }
  const scanned = (text: string) => {
    setScanning(false)
    setCode(codeIn(text))
    void hand.run(codeIn(text))
  }
  return (
    <form class="col tight grow" onSubmit={give} noValidate>
      {hand.problem && (
        <p class="wrong-line s14" id="pickup-wrong" role="alert">
          {hand.problem.title}
        </p>
      )}
      <div class="row tight">
        {canScan() && (
          <button class="btn round" type="button" onClick={() => setScanning(true)} aria-label={t('scan')}>
            <Icon of={scan} />
          </button>
        )}
        <input
          class="input grow num"
          ref={input}
          aria-label={t('pickup_code')}
          aria-invalid={Boolean(hand.problem)}
          aria-describedby={hand.problem ? 'pickup-wrong' : undefined}
          placeholder={t('pickup_code')}
          autoCapitalize="off"
          autoComplete="off"
          maxLength={64}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <button class="btn go" type="submit" disabled={hand.isBusy}>
          {t('hand_over')}
        </button>
      </div>
      {isScanning && <Scanner onFound={scanned} onClose={() => setScanning(false)} />}
    </form>
  )
}
