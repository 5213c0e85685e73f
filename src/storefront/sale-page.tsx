/** @jsxImportSource preact */
import type { Product, Sale, SaleSku } from '../../web/storefront/shapes.ts'
import { BuyBar, type Choice, ShareSheet } from './buy-bar.tsx'
import { renderPage } from './document.tsx'
import { Dossier, shortPromise } from './dossier.tsx'
import { Friends } from './friends.tsx'
import { Choices, Heading, Hero, TopPrice } from './item-parts.tsx'
import type { PageContext } from './page-context.ts'
import { Price } from './parts.tsx'
import {
  countOf,
  FlashWords,
  isOver,
  linkOf,
  MembershipNote,
  ogLine,
  opensByItself,
  Recommender,
  SaleChips,
  whyClosed,
} from './sale-parts.tsx'

export interface SalePageData {
  readonly sale: Sale
  readonly token: string
  /** The product that this page tells about. */
  readonly product: Product
}

/** 团, told for one of its products. */
export function renderSalePage(context: PageContext, { sale, token, product }: SalePageData): string {
  const { words, say } = context
  const skus = sale.skus.filter((sku) => sku.productId === product.id)
  const first = skus.find((sku) => sku.left > 0) ?? (skus[0] as SaleSku)
  const choices = skus.map((sku) => choiceOf(sku))
  const isFlash = sale.kind === 'flash'
  const opensAt = opensByItself(sale) && first.left > 0 ? sale.opensAt : undefined
  const closed =
    (opensAt ? null : whyClosed(context, sale)) ??
    (first.left > 0 ? null : words(isFlash ? 'flash_sold_out' : 'sold_out'))
  const price = say.priceText(first.communityPrice)
  const link = linkOf(
    context,
    sale,
    token,
    words('share_text', { name: product.name, price, time: say.dateTime(sale.cutsOffAt) }),
  )
  const isWhole = sale.skus.length === skus.length
  return renderPage(context, {
    title: words('og_sale', { name: product.name, price }),
    description: ogLine(context, sale),
    picture: product.pictures[0],
    script: 'island.ts',
    leadsToApp: true,
    isPrivate: true,
    hasBar: true,
    body: (
      <>
        <main class="item">
          <Hero context={context} product={product} />
          <div class="item-words">
            <Heading context={context} product={product} />
            <SalePrice context={context} choices={choices} />
            <Recommender context={context} sale={sale} />
            <SaleChips
              context={context}
              sale={sale}
              left={
                skus.length === 1 && (sale.state === 'open' || opensAt) && first.left > 0
                  ? words('left', { count: say.count(first.left, first.unit) })
                  : null
              }
              promise={shortPromise(product.promise)}
              counts={isFlash && skus.length === 1 ? countOf(context, first) : undefined}
            />
            <form id="buy" class="card" action="/checkout" method="get">
              <input type="hidden" name="s" value={token} />
              <Choices context={context} choices={choices} isOpen={closed === null} />
            </form>
            <BuyBar
              context={context}
              choice={choiceOf(first)}
              closed={closed}
              opensAt={opensAt}
              instead={isOver(sale) && product.skus.length > 0 ? `/p/${product.id}` : undefined}
            />
            {isFlash && <FlashWords context={context} token={token} />}
            <MembershipNote context={context} sale={sale} />
            {!isWhole && (
              <p class="s14">
                <a href={`/s/${token}`}>{words('back_to_sale')}</a>
              </p>
            )}
            <Friends context={context} productId={product.id} />
            <Dossier context={context} product={product} />
          </div>
        </main>
        <ShareSheet context={context} link={link} />
      </>
    ),
  })
}

/** Both prices in one look; with several sizes each says its own below. */
function SalePrice({ context, choices }: { context: PageContext; choices: readonly Choice[] }) {
  const { words } = context
  const [only] = choices
  return (
    <div class="row between prices">
      <TopPrice context={context} choices={choices} label={words('community_price')} />
      {choices.length === 1 && only && (
        <p class="muted s12 num others">
          {only.direct && (
            <span>
              {words('direct_price')} <Price context={context} money={only.direct} />
            </span>
          )}
        </p>
      )}
    </div>
  )
}

const choiceOf = (sku: SaleSku): Choice => ({
  skuId: sku.skuId,
  name: sku.skuName,
  unit: sku.unit,
  price: sku.communityPrice,
  left: sku.left,
  perPerson: sku.perPerson,
  direct: sku.directPrice.amount > sku.communityPrice.amount ? sku.directPrice : null,
})
