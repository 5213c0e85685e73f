import { Form, Input } from 'antd'
import { api, f, inMyLanguage, t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import { instantOf } from '../parts/local-time.ts'
import { MoneyField } from '../parts/money-field.tsx'
import { parseYuan, yuanText } from '../parts/yuan.ts'
import type { Offer, Product, ProductSku } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { brokenStep, type Prices, savedPercent } from './prices.ts'
import { productChanges } from './product-changes.ts'

interface Fields {
  readonly direct: string
  readonly community: string
  readonly pass?: string
  readonly floor: string
  readonly startsAt?: string
}

interface OfferProps {
  readonly of: Product
  readonly sku: ProductSku
  readonly close: () => void
}

/** A price from a moment on; it ends the one before. Orders keep the price that they were sold at. */
export function OfferDialog({ of, sku, close }: OfferProps) {
  const set = useWrite(
    (input: object, intention) => api.post<Offer>(`/v1/admin/skus/${sku.id}/offers`, input, intention),
    { refreshes: productChanges, said: t('offer_done'), onDone: close },
  )
  const submit = (fields: Fields) => {
    if (brokenStep(pricesOf(fields))) return undefined
    return set.run(inputOf(fields))
  }
  return (
    <FormDialog<Fields>
      isOpen
      title={t('offer_title', {
        product: inMyLanguage(of.nameZh, of.nameEn),
        sku: inMyLanguage(sku.nameZh, sku.nameEn),
      })}
      words={t('offer_words')}
      okText={t('offer_set')}
      initial={sku.offer ? initialOf(sku.offer) : {}}
      write={set}
      submit={submit}
      close={close}
      width={640}
    >
      <div className="field-row ladder-fields">
        <MoneyField name="direct" label={t('price_direct')} isNeeded />
        <MoneyField name="community" label={t('price_community')} isNeeded />
        <MoneyField name="pass" label={t('price_pass')} />
        <MoneyField name="floor" label={t('price_floor')} isNeeded />
      </div>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsValue }) => <LadderVerdict prices={pricesOf(getFieldsValue() as Fields)} />}
      </Form.Item>
      <Form.Item name="startsAt" label={t('offer_starts')} extra={t('offer_starts_hint', { zone: f.zone })}>
        <Input type="datetime-local" className="short-field" />
      </Form.Item>
    </FormDialog>
  )
}

/** Says while one types whether the prices keep their order, and what the group saves. */
function LadderVerdict({ prices }: { prices: Prices }) {
  const broken = brokenStep(prices)
  if (broken) {
    return (
      <p className="berry-text s14 ladder-verdict" role="alert">
        {t('ladder_broken', { above: t(`price_${broken.above}`), below: t(`price_${broken.below}`) })}
      </p>
    )
  }
  const saved = savedPercent(prices)
  return (
    <p className="muted s14 ladder-verdict" role="status">
      {t('ladder_rule')}
      {saved !== undefined && saved > 0 && ` ${t('group_saves', { n: saved })}`}
    </p>
  )
}

const pricesOf = ({ direct, community, pass, floor }: Partial<Fields>): Prices => ({
  direct: parseYuan(direct ?? ''),
  community: parseYuan(community ?? ''),
  pass: parseYuan(pass ?? ''),
  floor: parseYuan(floor ?? ''),
})

const initialOf = (offer: Offer): Partial<Fields> => ({
  direct: yuanText(offer.directPrice.amount),
  community: yuanText(offer.communityPrice.amount),
  floor: yuanText(offer.floor.amount),
  ...(offer.passPrice ? { pass: yuanText(offer.passPrice.amount) } : {}),
})

function inputOf(fields: Fields) {
  const { direct, community, pass, floor } = pricesOf(fields)
  const startsAt = fields.startsAt ? instantOf(fields.startsAt, f.zone) : undefined
  return {
    directFen: direct,
    communityFen: community,
    floorFen: floor,
    ...(pass === undefined ? {} : { passFen: pass }),
    ...(startsAt ? { startsAt } : {}),
  }
}
