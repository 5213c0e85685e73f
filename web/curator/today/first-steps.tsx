import { check } from '../icons.ts'
import { t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Icon } from '../parts/basics.tsx'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Community, Page, SaleRow } from '../shapes.ts'

/** Whether a curator has opened a sale before; undefined while that is not known. */
export function useHasSold(): boolean | undefined {
  const sales = useLoad<Page<SaleRow>>('/v1/curator/sales').data
  return sales && sales.items.length > 0
}

/** For a curator's first evening: a place, a sale, a message in the group. */
export function FirstSteps() {
  const communities = useLoad<Page<Community>>('/v1/curator/communities').data
  if (!communities) return null
  const hasPlace = communities.items.length > 0
  return (
    <section class="card">
      <h2 class="b">{t('first_title')}</h2>
      <ol class="steps">
        <Step no={1} isDone={hasPlace} isNext={!hasPlace} href={addressOf('newCommunity')} words={t('first_place')} />
        <Step no={2} isDone={false} isNext={hasPlace} href={addressOf('newSale')} words={t('first_sale')} />
        <Step no={3} isDone={false} isNext={false} words={t('first_post')} />
      </ol>
    </section>
  )
}

interface StepProps {
  readonly no: number
  readonly isDone: boolean
  readonly isNext: boolean
  readonly href?: string
  readonly words: string
}

function Step({ no, isDone, isNext, href, words }: StepProps) {
  return (
    <li class="row">
      <span class={isDone ? 'step-no done' : 'step-no'}>{isDone ? <Icon of={check} small /> : no}</span>
      <span class="grow s14">{words}</span>
      {isNext && href && (
        <Link class="btn go small" href={href}>
          {t('first_go')}
        </Link>
      )}
    </li>
  )
}
