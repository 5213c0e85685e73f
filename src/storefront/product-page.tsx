/** @jsxImportSource preact */
import type { Product, Sku } from '../../web/storefront/shapes.ts'
import { BuyBar, type Choice, ShareSheet } from './buy-bar.tsx'
import { renderPage } from './document.tsx'
import { Dossier, shortPromise } from './dossier.tsx'
import { FindCurator } from './find-curator.tsx'
import { Friends } from './friends.tsx'
import { Choices, Heading, Hero, TopPrice } from './item-parts.tsx'
import type { PageContext } from './page-context.ts'

/** A product at the direct price, for anyone; it says how the community price is come by. */
export function renderProductPage(context: PageContext, product: Product): string {
  const { words, say, publicUrl } = context
  const first = product.skus.find((sku) => sku.left > 0) ?? product.skus[0]
  const choices = product.skus.map(choiceOf)
  const url = `${publicUrl}/p/${product.id}`
  return renderPage(context, {
    title: first ? `${product.name} · ${say.priceText(first.directPrice)}` : product.name,
    description: product.word,
    picture: product.pictures[0],
    script: 'island.ts',
    leadsToApp: true,
    hasBar: true,
    body: (
      <>
        <main class="item">
          <Hero context={context} product={product} />
          <div class="item-words">
            <Heading context={context} product={product} />
            {first && <DirectPrice context={context} skus={product.skus} choices={choices} />}
            <ul class="row wrap chips">
              {first && choices.length === 1 && first.left > 0 && (
                <li class="chip">{words('left', { count: say.count(first.left, first.unit) })}</li>
              )}
              {product.promise && <li class="chip leaf">{shortPromise(product.promise)}</li>}
            </ul>
            {choices.length > 0 && (
              <form id="buy" class="card" action="/checkout" method="get">
                <Choices context={context} choices={choices} isOpen />
              </form>
            )}
            <BuyBar
              context={context}
              choice={first ? choiceOf(first) : null}
              closed={first && first.left > 0 ? null : words('sold_out')}
            />
            <Friends context={context} productId={product.id} />
            <Dossier context={context} product={product} />
            <FindCurator context={context} />
          </div>
        </main>
        <ShareSheet context={context} link={{ url, text: product.name, qrUrl: null }} />
      </>
    ),
  })
}

const choiceOf = (sku: Sku): Choice => ({
  skuId: sku.id,
  name: sku.name,
  unit: sku.unit,
  price: sku.directPrice,
  left: sku.left,
  perPerson: null,
  direct: null,
})

function DirectPrice({
  context,
  skus,
  choices,
}: {
  context: PageContext
  skus: readonly Sku[]
  choices: readonly Choice[]
}) {
  const { words, say } = context
  const sku = skus.reduce((a, b) => (b.directPrice.amount < a.directPrice.amount ? b : a))
  return (
    <>
      <TopPrice context={context} choices={choices} label={words('direct_price')} />
      {sku.communityPrice.amount < sku.directPrice.amount && (
        <p class="note">
          {words('direct_note', { price: say.priceText(sku.communityPrice) })}{' '}
          <a href="#find-curator">{words('find_curator_title')}</a>
        </p>
      )}
    </>
  )
}
