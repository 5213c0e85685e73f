/** @jsxImportSource preact */
import type { Sale, SaleSku } from '../../web/storefront/shapes.ts'
import { buyTemplates, type Choice, OpeningBar, Quantity, ShareButton, ShareSheet } from './buy-bar.tsx'
import { renderPage } from './document.tsx'
import type { PageContext } from './page-context.ts'
import { Photo, Price } from './parts.tsx'
import {
  countOf,
  FlashWords,
  linkOf,
  MembershipNote,
  ogLine,
  opensByItself,
  Recommender,
  SaleChips,
  whyClosed,
} from './sale-parts.tsx'

/** A sale of several products: read, choose how many of each, order once. */
export function renderSaleList(
  context: PageContext,
  { sale, token }: { readonly sale: Sale; readonly token: string },
): string {
  const { words } = context
  const title = words('og_sale_many', { title: sale.title, community: sale.community.name })
  const opensAt = opensByItself(sale) ? sale.opensAt : undefined
  const isGone = sale.kind === 'flash' && sale.skus.every((sku) => sku.left <= 0)
  const closed = opensAt ? null : (whyClosed(context, sale) ?? (isGone ? words('flash_sold_out') : null))
  return renderPage(context, {
    title,
    description: ogLine(context, sale),
    picture: sale.skus.find((sku) => sku.picture)?.picture,
    script: 'island.ts',
    leadsToApp: true,
    isPrivate: true,
    hasBar: true,
    body: (
      <>
        <main class="page">
          <h1 class="s20 b">{sale.title}</h1>
          <Recommender context={context} sale={sale} />
          <SaleChips context={context} sale={sale} left={null} promise="" />
          <form id="buy" class="card goods-card" action="/checkout" method="get">
            <input type="hidden" name="s" value={token} />
            <div class="rows goods">
              {sale.skus.map((sku) => (
                <SaleRow key={sku.skuId} context={context} sku={sku} token={token} isOpen={closed === null} />
              ))}
            </div>
          </form>
          {sale.kind === 'flash' && <FlashWords context={context} token={token} />}
          <MembershipNote context={context} sale={sale} />
          {opensAt && <OpeningBar context={context} opensAt={opensAt} />}
          <div class="bar buy-bar" data-open-bar hidden={opensAt !== undefined}>
            <ShareButton context={context} />
            <button
              class="btn go grow"
              type="submit"
              form="buy"
              disabled={closed !== null}
              data-buy={closed === null ? '' : undefined}
              data-buy-list
              {...buyTemplates(context, sale.skus[0]?.communityPrice.currency ?? 'CNY')}
            >
              <span data-buy-words>{closed ?? words('buy_from_list')}</span>
              <span class="num" data-buy-sum />
            </button>
          </div>
        </main>
        <ShareSheet context={context} link={linkOf(context, sale, token, title)} />
      </>
    ),
  })
}

function SaleRow({
  context,
  sku,
  token,
  isOpen,
}: {
  context: PageContext
  sku: SaleSku
  token: string
  isOpen: boolean
}) {
  const { words, say } = context
  const choice: Choice = { ...sku, price: sku.communityPrice, direct: sku.directPrice }
  const href = `/s/${token}/p/${sku.productId}`
  return (
    <div class="goods-row">
      <div class="goods-photo">
        <Photo picture={sku.picture} />
      </div>
      <div class="grow">
        <a class="plain-link goods-link" href={href}>
          <h2 class="s16 b">{sku.name}</h2>
          <p class="muted s12 two-lines">{sku.word}</p>
        </a>
        <p class="s12 muted num">
          <span {...countOf(context, sku)}>
            {sku.left > 0 ? words('left', { count: say.count(sku.left, sku.unit) }) : words('sold_out')}
          </span>
          {sku.perPerson !== null && ` · ${words('per_person', { count: say.count(sku.perPerson, sku.unit) })}`}
        </p>
        <div class="row between">
          <p>
            <span class="price s20">
              <Price context={context} money={sku.communityPrice} />
            </span>
            <span class="muted s12 num block">
              {words('direct_short')} <Price context={context} money={sku.directPrice} />
            </span>
          </p>
          {isOpen && sku.left > 0 && <Quantity context={context} choice={choice} name={sku.skuId} least={0} />}
        </div>
      </div>
    </div>
  )
}
