/** @jsxImportSource preact */
import type { DossierFact, Product } from '../../web/storefront/shapes.ts'
import type { PageContext } from './page-context.ts'
import { Section } from './parts.tsx'

/** Facts that are a figure, short enough to be set large: 8.6, 12.8°, 1.7 %. */
const FIGURE = /^[≥≤<>~≈]?\d[\d.,]*\s?[^\s\d，。；,;]{0,4}$/u
const FOR_CURATORS = new Set(['how_to_show'])
const EATING = new Set(['how_to_eat'])
const FOOD = /^(fresh|frozen|fruit|vegetable|meat|seafood|grain|dairy|bakery|snack|tea)\b/

/** 产品身世: what the scout knows and decided, then how to eat it, then what happens when it is bad. */
export function Dossier({ context, product }: { context: PageContext; product: Product }) {
  const told = product.facts.filter(({ fact }) => !FOR_CURATORS.has(fact) && !EATING.has(fact))
  const figures = told.filter(({ words }) => FIGURE.test(words.trim())).slice(0, 4)
  const eating = product.facts.filter(({ fact }) => EATING.has(fact))
  return (
    <>
      <Section title={context.words('story')}>
        {figures.length > 1 && <Figures facts={figures} />}
        <dl class="facts s14">
          <Supplier context={context} product={product} facts={told} />
          {told
            .filter((fact) => figures.length < 2 || !figures.includes(fact))
            .map(({ fact, label, words }) => (
              <Fact key={fact} label={label} words={words} />
            ))}
          {product.lot && <Fact label={context.words('lot')} words={product.lot.code} />}
        </dl>
      </Section>
      {eating.map(({ fact, words }) => (
        <Section key={fact} title={context.words(FOOD.test(product.category) ? 'how_to_eat' : 'how_to_use')}>
          <p class="s14">{words}</p>
        </Section>
      ))}
      <Promised context={context} product={product} />
    </>
  )
}

/** The first words of a promise: 坏果包赔 of 坏果包赔：坏一枚赔一枚. */
export const shortPromise = (promise: string): string => promise.split(/[：:，,；;。（(]/)[0]?.trim() ?? ''

function Figures({ facts }: { facts: readonly DossierFact[] }) {
  return (
    <dl class="figures num">
      {facts.map(({ fact, label, words }) => (
        <div key={fact}>
          <dd class="b s20">{words}</dd>
          <dt class="s12 muted">{label}</dt>
        </div>
      ))}
    </dl>
  )
}

function Fact({ label, words }: { label: string; words: string }) {
  return (
    <div>
      <dt class="muted">{label}</dt>
      <dd>{words}</dd>
    </div>
  )
}

/** Who made it, unless the dossier already tells it in better words. */
function Supplier({
  context,
  product,
  facts,
}: {
  context: PageContext
  product: Product
  facts: readonly DossierFact[]
}) {
  const { supplier } = product
  if (!supplier.name || facts.some(({ fact }) => fact === 'grower')) return null
  const label = context.words(supplier.kind === 'grower' ? 'grower' : 'maker')
  return <Fact label={label} words={[supplier.name, supplier.place].filter(Boolean).join(' · ')} />
}

const RETURNS: Record<string, string> = {
  fresh_no_7d: 'returns_fresh',
  '7d': 'returns_7d',
  '7d_unopened': 'returns_7d_unopened',
  crossborder_confirm: 'returns_crossborder',
}

function Promised({ context, product }: { context: PageContext; product: Product }) {
  const { words } = context
  const returns = RETURNS[product.returnClass]
  return (
    <Section title={words('when_wrong')}>
      {product.promise && <p class="s14">{words('when_wrong_lines', { promise: product.promise })}</p>}
      {returns && <p class="s14 muted">{words(returns)}</p>}
    </Section>
  )
}
