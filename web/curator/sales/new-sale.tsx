import { useEffect } from 'preact/hooks'
import { useAction } from '../action.ts'
import { api, f, t } from '../kit.ts'
import { useLatest } from '../latest.ts'
import { refresh, remember, useLoad } from '../load.ts'
import { Page } from '../parts/page.tsx'
import { Refused, RowsSkeleton } from '../parts/states.tsx'
import { showFirstProblem } from '../problems.ts'
import { go, place } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Sale } from '../shapes.ts'
import { useStore } from '../store.ts'
import { bodyOf, type Draft, draftLike, firstOpenStep, missingIn, newDraft, type Step, steps } from './draft.ts'
import { dropDraft, useDraft } from './keep-draft.ts'
import { salePath } from './paths.ts'
import { ChooseCommunities } from './step-communities.tsx'
import { Confirm } from './step-confirm.tsx'
import { ChooseGoods } from './step-goods.tsx'
import { ChooseTimes } from './step-times.tsx'
import { useChosen } from './use-chosen.ts'

const now = () => Date.now()

/** Opens a sale in four questions, one at a time. The address holds the step, so that back goes one question back. */
export function NewSaleScreen() {
  const { query } = useStore(place)
  const [draft, change] = useDraft(() => newDraft(now(), f.zone))
  const isCopying = useEarlierSale(query['like'], change)
  const reached = firstOpenStep(draft, now(), f.zone)
  const wanted = steps.find((step) => step === query['step']) ?? 'communities'
  // A deep step without its answers (an old address) falls back to the first open question.
  const step = steps.indexOf(wanted) > steps.indexOf(reached) ? reached : wanted
  if (isCopying) {
    return (
      <Page title={t('sale_new')} back={addressOf('sales')}>
        <RowsSkeleton />
      </Page>
    )
  }
  return <OneStep key={step} step={step} isTried={query['tried'] === '1'} draft={draft} change={change} />
}

interface OneStepProps {
  readonly step: Step
  readonly isTried: boolean
  readonly draft: Draft
  readonly change: (next: Draft) => void
}

function OneStep({ step, isTried, draft, change }: OneStepProps) {
  const chosen = useChosen(draft)
  const post = usePosting(draft, chosen.title)
  const open = missingIn(draft, step, now(), f.zone)
  const missing = isTried ? open : {}
  const index = steps.indexOf(step)
  const next = () => {
    if (Object.keys(open).length > 0) {
      go(stepAddress(step, true), true)
      showFirstProblem()
    } else if (step === 'confirm') void post.run()
    else go(stepAddress(steps[index + 1] as Step))
  }
  const back = index === 0 ? addressOf('sales') : stepAddress(steps[index - 1] as Step)
  const props = { draft, change, missing }
  return (
    <Page
      isNarrow={step === 'communities' || step === 'times'}
      title={t(`step_${step}`)}
      under={t('step_of', { no: index + 1, all: steps.length })}
      back={back}
      bar={<StepBar step={step} chosen={chosen} isBusy={post.isBusy} next={next} />}
    >
      <progress
        class="progress"
        max={steps.length}
        value={index + 1}
        aria-label={t('step_of', { no: index + 1, all: steps.length })}
      />
      {step === 'communities' && <ChooseCommunities {...props} />}
      {step === 'goods' && <ChooseGoods {...props} />}
      {step === 'times' && <ChooseTimes {...props} />}
      {step === 'confirm' && <Confirm {...props} chosen={chosen} problem={post.problem} />}
      <Refused problem={post.problem} />
    </Page>
  )
}

interface StepBarProps {
  readonly step: Step
  readonly chosen: ReturnType<typeof useChosen>
  readonly isBusy: boolean
  readonly next: () => void
}

function StepBar({ step, chosen, isBusy, next }: StepBarProps) {
  return (
    <>
      {step !== 'communities' && chosen.skus.length > 0 && (
        <span class="bar-words s12 num">
          <span class="muted">{t('chosen_goods', { n: chosen.skus.length })}</span>
          {chosen.earnWords && <b class="leaf block">{chosen.earnWords}</b>}
        </span>
      )}
      <button class="btn go grow" type="button" disabled={isBusy} onClick={next}>
        {step === 'confirm' ? t(isBusy ? 'sale_opening' : 'sale_open_now') : t('next')}
      </button>
    </>
  )
}

const stepAddress = (step: Step, isTried = false): string =>
  addressOf('newSale', '', { step, ...(isTried ? { tried: '1' } : {}) })

/** Posts once per intention, then shows the sale with its links as the next screen. */
function usePosting(draft: Draft, title: string) {
  return useAction(async (intention) => {
    const sale = await api.post<Sale>('/v1/curator/sales', bodyOf(draft, title, f.zone), intention)
    dropDraft()
    remember(salePath(sale.id), sale)
    refresh('/v1/curator/sales?')
    refresh('/v1/curator/today')
    go(addressOf('sale', sale.id, { opened: '1' }), true)
  })
}

/** Starts from an earlier sale when the address names one; true while it is being read. */
function useEarlierSale(id: string | undefined, change: (next: Draft) => void): boolean {
  const earlier = useLoad<Sale>(id ? salePath(id) : null)
  const put = useLatest(change)
  useEffect(() => {
    if (!earlier.data) return
    put.current(draftLike(earlier.data, now(), f.zone))
    go(stepAddress('times'), true)
  }, [earlier.data, put])
  return Boolean(id) && !earlier.problem
}
