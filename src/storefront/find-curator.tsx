/** @jsxImportSource preact */
import type { PageContext } from './page-context.ts'

/** Bought directly it costs more, so the page says how to come by the community price. */
export function FindCurator({ context }: { context: PageContext }) {
  const { words } = context
  return (
    <section id="find-curator" class="card col">
      <h2 class="s16 b">{words('find_curator_title')}</h2>
      <ol class="steps s14">
        <li>{words('find_curator_1')}</li>
        <li>{words('find_curator_2')}</li>
        <li>
          {words('find_curator_3')} <a href="/curator">{words('become_curator')}</a>
        </li>
      </ol>
    </section>
  )
}
