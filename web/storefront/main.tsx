import { render } from 'preact'
import { Checkout } from './checkout.tsx'
import { Join } from './join.tsx'
import { MyPage } from './me.tsx'
import { MyTrust } from './my-trust.tsx'
import { Order } from './order.tsx'
import { Orders } from './orders.tsx'
import { Pay } from './pay.tsx'
import { PayLinkPage } from './pay-link.tsx'
import { match, useLocation } from './router.tsx'
import { openShop } from './shop.ts'
import { SignInHost } from './sign-in.tsx'

/** The pages that live in the browser. An invitation is drawn by the server; only its last step is ours. */
function App({ token, community }: { token: string | undefined; community: string }) {
  const { pathname } = useLocation()
  return (
    <>
      {token ? <Join token={token} community={community} /> : <PageAt path={pathname} />}
      <SignInHost />
    </>
  )
}

function PageAt({ path }: { path: string }) {
  const payment = match('/pay/:id', path)
  if (payment) return <Pay key={path} id={payment[0] as string} />
  const order = match('/orders/:id', path)
  if (order) return <Order key={path} id={order[0] as string} />
  const payLink = match('/b/:token', path)
  if (payLink) return <PayLinkPage key={path} token={payLink[0] as string} />
  if (match('/orders', path)) return <Orders />
  if (match('/checkout', path)) return <Checkout />
  if (match('/me/trust', path)) return <MyTrust />
  return <MyPage />
}

const root = document.getElementById('app')
if (root) void open(root)

async function open(place: HTMLElement): Promise<void> {
  try {
    await openShop()
  } catch {
    // Without words there is nothing to draw; the server left a sentence for this.
    const failed = place.querySelector<HTMLElement>('[data-failed]')
    if (failed) failed.hidden = false
    return
  }
  const { token, community = '' } = place.dataset
  place.removeAttribute('aria-busy')
  place.replaceChildren()
  render(<App token={token} community={community} />, place)
}
