/** @jsxImportSource preact */
import type { PageContext } from './page-context.ts'

/**
 * A place for "who in my communities bought this, those whom I trust first". It is drawn empty and hidden, because the
 * page is the same for everybody; the script asks for the personal part and shows it when there is somebody to show.
 */
export function Friends({ context, productId }: { context: PageContext; productId: string }) {
  const { words } = context
  return (
    <section
      class="card"
      hidden
      data-friends={`/v1/store/products/${productId}/friends`}
      data-trusted={words('friends_trusted')}
    >
      <h2 class="s16 b">{words('friends_title')}</h2>
      <ul class="rows plain s14" />
    </section>
  )
}
