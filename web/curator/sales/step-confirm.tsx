import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../../shared/api.ts'
import { api, f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Exact, Price } from '../parts/basics.tsx'
import { TextField } from '../parts/field.tsx'
import { Section } from '../parts/page.tsx'
import { problemsOf } from '../problems.ts'
import { Link } from '../router.tsx'
import { addressOf } from '../routes.ts'
import type { Community, Money, Page, PickupPoint, Preview } from '../shapes.ts'
import { instantOfInput } from '../times.ts'
import { type Draft, type Step, TITLE_LENGTH, WORD_LENGTH } from './draft.ts'
import { communitiesPath, pointsPath } from './paths.ts'
import { GoodsPicture } from './step-goods.tsx'
import type { StepProps } from './step-props.ts'
import type { Chosen, ChosenSku } from './use-chosen.ts'

interface ConfirmProps extends StepProps {
  readonly chosen: Chosen
  readonly problem: ApiProblem | undefined
}

/** Everything on one page before it is posted: each line leads back to its question. */
export function Confirm({ draft, change, chosen, problem }: ConfirmProps) {
  const earns = usePreview(draft)
  const refused = problemsOf(problem)
  const unknown = draft.skus.length - chosen.skus.length
  return (
    <div class="columns">
      <div class="col">
        <dl class="card rows facts">
          <Fact step="communities" label={t('fact_communities')} words={useCommunityNames(draft)} />
          {draft.isFlash && <Fact step="times" label={t('sale_kind')} words={t('flash')} />}
          <Fact step="times" label={t('cut_off')} words={timeWords(draft.cutsOffAt)} />
          <Fact step="times" label={t('arrival')} words={`${f.day(draft.arrivesOn)} · ${usePlaceWords(draft)}`} />
          <Fact step="times" label={t('opening')} words={draft.opensAt ? timeWords(draft.opensAt) : t('opening_now')} />
        </dl>
        <TextField
          label={t('sale_title')}
          placeholder={chosen.title}
          hint={t('sale_title_hint')}
          maxLength={TITLE_LENGTH}
          value={draft.title}
          onValue={(title) => change({ ...draft, title })}
          problem={refused['title']}
        />
        <TextField
          label={t('sale_word')}
          placeholder={t('sale_word_example')}
          maxLength={WORD_LENGTH}
          rows={3}
          value={draft.word}
          onValue={(word) => change({ ...draft, word })}
          problem={refused['word']}
        />
      </div>
      <Section title={t('sale_goods')} beside={<EditLink step="goods" />}>
        <ul class="card rows">
          {chosen.skus.map((item) => (
            <ChosenRow key={item.sku.id} item={item} earn={earns.get(item.sku.id) ?? item.sku.estimatedEarn} />
          ))}
          {unknown > 0 && <li class="muted s14">{t('chosen_unknown', { n: unknown })}</li>}
        </ul>
        <p class="muted s12">{t('earn_what')}</p>
      </Section>
    </div>
  )
}

function ChosenRow({ item, earn }: { item: ChosenSku; earn: Money }) {
  const { sku, goods, perPerson } = item
  return (
    <li class="row">
      <GoodsPicture goods={goods} />
      <span class="grow">
        {goods.name} {sku.name}
        <span class="muted s12 num block">
          {t('left', { count: f.count(sku.left, sku.unit) })}
          {perPerson !== null && ` · ${t('per_person', { count: f.count(perPerson, sku.unit) })}`}
        </span>
      </span>
      <span class="right">
        <span class="price">
          <Price of={sku.communityPrice} />
        </span>
        <span class="leaf s12 block">
          {t('earn_each')} <Exact of={earn} />
        </span>
      </span>
    </li>
  )
}

function Fact({ step, label, words }: { step: Step; label: string; words: string }) {
  return (
    <div class="row between">
      <dt class="muted s14">{label}</dt>
      <dd class="grow right num">{words}</dd>
      <dd>
        <EditLink step={step} of={label} />
      </dd>
    </div>
  )
}

function EditLink({ step, of }: { step: Step; of?: string }) {
  return (
    <Link class="edit s14" href={addressOf('newSale', '', { step })}>
      {t('edit')}
      {of && <span class="unseen"> {of}</span>}
    </Link>
  )
}

const timeWords = (local: string): string => {
  const at = instantOfInput(local, f.zone)
  return at ? f.time(at) : ''
}

function useCommunityNames(draft: Draft): string {
  const all = useLoad<Page<Community>>(communitiesPath)
  const names = all.data?.items.filter(({ id }) => draft.communityIds.includes(id)).map(({ name }) => name)
  return names?.join(t('list_comma')) ?? ''
}

function usePlaceWords(draft: Draft): string {
  const isPickup = draft.delivery === 'pickup'
  const points = useLoad<Page<PickupPoint>>(isPickup ? pointsPath(draft.communityIds[0] as string) : null)
  if (!isPickup) return t('delivery_parcel')
  return points.data?.items.find(({ id }) => id === draft.pickupPointId)?.name ?? t('delivery_pickup')
}

/** What each unit would bring her in this group, asked once more before she posts. */
function usePreview(draft: Draft): ReadonlyMap<string, Money> {
  const [earns, setEarns] = useState<ReadonlyMap<string, Money>>(new Map())
  const asked = [draft.communityIds[0], ...draft.skus.map(({ skuId }) => skuId)].join()
  useEffect(() => {
    let isGone = false
    const [communityId, ...skuIds] = asked.split(',')
    api.post<Preview>('/v1/curator/sales/preview', { skuIds, communityId }).then(
      ({ items }) => isGone || setEarns(new Map(items.map(({ skuId, estimatedEarn }) => [skuId, estimatedEarn]))),
      // The estimate that came with the goods stays on the page.
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [asked])
  return earns
}
