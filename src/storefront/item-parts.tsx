/** @jsxImportSource preact */
import type { Product } from '../../web/storefront/shapes.ts'
import { type Choice, Quantity } from './buy-bar.tsx'
import type { PageContext } from './page-context.ts'
import { Photo, Price } from './parts.tsx'

/** What grows is picked; eggs, rice and books come in lots. */
const PICKED = /^(fresh\.)?(fruit|vegetable|veg|tea)\b/

/** The picture, with when and where it was picked: this lot, not any. */
export function Hero({ context, product }: { context: PageContext; product: Product }) {
  const { lot } = product
  const key = PICKED.test(product.category) ? 'picked_at' : 'lot_of'
  const picked = lot?.pickedOn ? context.words(key, { date: context.say.date(lot.pickedOn) }) : ''
  const said = [picked, lot?.origin].filter(Boolean).join(' · ')
  return (
    <figure class="hero">
      <Photo picture={product.pictures[0] ?? null} first />
      {said && <figcaption class="chip on-photo">{said}</figcaption>}
    </figure>
  )
}

export function Heading({ context, product }: { context: PageContext; product: Product }) {
  return (
    <header>
      <h1 class="s20 b">{product.name}</h1>
      {product.word && (
        <p class="muted s14">{context.words('scout_says', { name: product.scout.name, word: product.word })}</p>
      )}
    </header>
  )
}

/** Which size and how many. One size shows its name; several are radio buttons, the first that is there chosen. */
export function Choices({
  context,
  choices,
  isOpen,
}: {
  context: PageContext
  choices: readonly Choice[]
  isOpen: boolean
}) {
  const { words, say } = context
  const chosen = choices.find((choice) => choice.left > 0) ?? (choices[0] as Choice)
  return (
    <>
      {choices.length > 1 ? (
        <fieldset class="col sizes">
          <legend class="s14 b">{words('choose')}</legend>
          {choices.map((choice) => (
            <label key={choice.skuId} class="size row between">
              <input
                type="radio"
                name="sku"
                value={choice.skuId}
                checked={choice === chosen}
                disabled={choice.left <= 0}
                data-fen={choice.price.amount}
                data-unit={choice.unit}
                data-units={say.unit(2, choice.unit)}
                data-max={Math.min(choice.left, choice.perPerson ?? choice.left)}
              />
              <span class="grow">
                {choice.name}
                <SizeLine context={context} choice={choice} />
              </span>
              <span class="price">
                {choice.left > 0 ? <Price context={context} money={choice.price} /> : words('sold_out')}
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <input type="hidden" name="sku" value={chosen.skuId} />
      )}
      <div class="row between">
        <span class="s14">
          {choices.length === 1 && chosen.name}
          {choices.length === 1 && chosen.perPerson !== null && (
            <span class="muted s12 limit">
              {words('per_person', { count: say.count(chosen.perPerson, chosen.unit) })}
            </span>
          )}
        </span>
        {isOpen && chosen.left > 0 && <Quantity context={context} choice={chosen} name="n" least={1} />}
      </div>
    </>
  )
}

/** What is true of one size among several: what is left of it, its limit, its direct price. */
function SizeLine({ context, choice }: { context: PageContext; choice: Choice }) {
  const { words, say } = context
  const said = [
    choice.left > 0 && words('left', { count: say.count(choice.left, choice.unit) }),
    choice.perPerson !== null && words('per_person', { count: say.count(choice.perPerson, choice.unit) }),
    choice.direct && `${words('direct_short')} ${say.priceText(choice.direct)}`,
  ]
  return <span class="block muted s12 num">{said.filter(Boolean).join(' · ')}</span>
}

/** The price at the top: of the one size, or from the cheapest on. */
export function TopPrice({
  context,
  choices,
  label,
}: {
  context: PageContext
  choices: readonly Choice[]
  label: string
}) {
  const cheapest = choices.reduce((a, b) => (b.price.amount < a.price.amount ? b : a))
  const price = (
    <span class="price s28">
      <Price context={context} money={cheapest.price} />
    </span>
  )
  return (
    <p class="muted s12">
      {choices.length === 1 ? price : context.words.rich('from_price', { price })} {label}
    </p>
  )
}
