/** @jsxImportSource preact */
import { search as searchIcon } from '../../web/shared/icons.ts'
import type { ProductCard, SaleCard } from '../../web/storefront/shapes.ts'
import { renderPage } from './document.tsx'
import { FindCurator } from './find-curator.tsx'
import type { PageContext } from './page-context.ts'
import { Face, Icon, Photo, Price } from './parts.tsx'

export interface HomePageData {
  /** Open sales of the visitor's communities; null when nobody is signed in. */
  readonly sales: readonly SaleCard[] | null
  readonly products: readonly ProductCard[]
  readonly nextCursor: string | null
  readonly search: string
  readonly category: string
}

/** The shop's door: what is open in my communities, then what anyone may buy. */
export function renderHomePage(context: PageContext, data: HomePageData): string {
  const { words } = context
  return renderPage(context, {
    title: words('site_name'),
    description: words('home_description'),
    body: (
      <>
        <Top context={context} />
        <main class="page wide">
          {data.sales === null ? <Welcome context={context} /> : <MySales context={context} sales={data.sales} />}
          <Goods context={context} data={data} />
          <FindCurator context={context} />
        </main>
      </>
    ),
  })
}

function Top({ context }: { context: PageContext }) {
  const { words, isSignedIn } = context
  return (
    <header class="top row between">
      <a class="brand" href="/">
        酵母 <span class="muted s12">Leaven</span>
      </a>
      <a class="btn small" href={isSignedIn ? '/me' : '/me?to=/'}>
        {words(isSignedIn ? 'me' : 'sign_in')}
      </a>
    </header>
  )
}

function Welcome({ context }: { context: PageContext }) {
  const { words } = context
  return (
    <section class="welcome">
      <h1 class="s28 b">{words('home_title')}</h1>
      <p class="muted">{words('home_lead')}</p>
      <p>
        <a class="line-link" href="#find-curator">
          {words('find_curator_title')}
        </a>
      </p>
    </section>
  )
}

function MySales({ context, sales }: { context: PageContext; sales: readonly SaleCard[] }) {
  const { words } = context
  return (
    <section class="col">
      <h1 class="s20 b">{words('my_sales')}</h1>
      {sales.length === 0 && <p class="muted s14">{words('no_sales')}</p>}
      <ul class="sales">
        {sales.map((sale) => (
          <SaleTile key={sale.token} context={context} sale={sale} />
        ))}
      </ul>
    </section>
  )
}

function SaleTile({ context, sale }: { context: PageContext; sale: SaleCard }) {
  const { words, say, now } = context
  return (
    <li class="card sale-tile">
      <a class="whole-link" href={`/s/${sale.token}`}>
        <Photo picture={sale.picture} />
        <span class="col sale-tile-words">
          <span class="b">{sale.title}</span>
          <span class="row s12 muted">
            <Face id={sale.curator.displayName} nickname={sale.curator.displayName} />
            {sale.curator.displayName}
          </span>
          <span class="row wrap">
            <span class="chip wheat">{words('cuts_off_at', { time: say.time(sale.cutsOffAt, now) })}</span>
            <span class="price">
              {words.rich('from_price', { price: <Price context={context} money={sale.fromPrice} /> })}
            </span>
          </span>
        </span>
      </a>
    </li>
  )
}

function Goods({ context, data }: { context: PageContext; data: HomePageData }) {
  const { words } = context
  return (
    <section class="col" aria-labelledby="goods-title">
      <div>
        <h2 id="goods-title" class="s20 b">
          {words('all_goods')}
        </h2>
        <p class="muted s14">{words('all_goods_hint')}</p>
      </div>
      <form class="row search" action="/" method="get">
        <input
          class="input grow"
          type="search"
          name="search"
          value={data.search}
          maxLength={60}
          placeholder={words('search_placeholder')}
          aria-label={words('search')}
        />
        <button class="btn small" type="submit" aria-label={words('search_go')}>
          <Icon drawing={searchIcon} />
        </button>
      </form>
      <Categories context={context} data={data} />
      {data.products.length === 0 ? (
        <p class="empty muted">
          {words('search_none', { words: data.search })} <a href="/">{words('show_all')}</a>
        </p>
      ) : (
        <ul class="grid">
          {data.products.map((product) => (
            <ProductTile key={product.id} context={context} product={product} />
          ))}
        </ul>
      )}
      {data.nextCursor && (
        <a class="btn" href={`/?${new URLSearchParams({ ...filters(data), cursor: data.nextCursor })}`}>
          {words('next_page')}
        </a>
      )}
    </section>
  )
}

const filters = ({ search, category }: HomePageData): Record<string, string> => ({
  ...(search ? { search } : {}),
  ...(category ? { category } : {}),
})

/** The kinds of goods on this page, as links; the chosen one leads back to everything. */
function Categories({ context, data }: { context: PageContext; data: HomePageData }) {
  // Two codes may have one name (fresh and frozen seafood): the first stands for it.
  const names = new Map([...data.products].reverse().map((product) => [product.categoryName, product.category]))
  const kinds = Array.from(names, ([name, category]) => [category, name] as const)
  if (kinds.length < 2 && !data.category) return null
  return (
    <nav class="row scroll-x kinds" aria-label={context.words('categories')}>
      {data.category && (
        <a class="chip-link" href="/">
          <span class="chip">{context.words('all_categories')}</span>
        </a>
      )}
      {kinds.map(([category, name]) => (
        <a
          key={category}
          class="chip-link"
          href={`/?${new URLSearchParams({ category })}`}
          aria-current={category === data.category ? 'page' : undefined}
        >
          <span class={category === data.category ? 'chip crust' : 'chip'}>{name}</span>
        </a>
      ))}
    </nav>
  )
}

function ProductTile({ context, product }: { context: PageContext; product: ProductCard }) {
  const { words, say } = context
  return (
    <li class="card tile">
      <a class="whole-link" href={`/p/${product.id}`}>
        <Photo picture={product.picture && { ...product.picture, url: product.picture.smallUrl }} />
        <span class="tile-words">
          <span class="b s14 two-lines">{product.name}</span>
          <span class="muted s12 two-lines">{product.word}</span>
          <span class="tile-price">
            {product.left === 0 ? (
              <span class="muted b">{words('sold_out')}</span>
            ) : (
              <span class="price">
                <Price context={context} money={product.directPrice} />
              </span>
            )}{' '}
            <span class="muted s12 num">{words('in_community', { price: say.priceText(product.communityPrice) })}</span>
          </span>
        </span>
      </a>
    </li>
  )
}
