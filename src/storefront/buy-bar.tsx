/** @jsxImportSource preact */
import type { Amount } from '../../web/shared/format.ts'
import { minus, plus } from '../../web/shared/icons.ts'
import type { PageContext } from './page-context.ts'
import { Icon, Price } from './parts.tsx'

const MOST_AT_ONCE = 99

/** One thing that may be chosen: a SKU at the price that counts here. */
export interface Choice {
  readonly skuId: string
  readonly name: string
  readonly unit: string
  readonly price: Amount
  readonly left: number
  readonly perPerson: number | null
  /** What it costs without a curator, where that is another price. */
  readonly direct: Amount | null
}

/** The most that may be asked for at once: what is there, what one person may have, what an order line holds. */
export const mostOf = (choice: Choice): number => Math.min(choice.left, choice.perPerson ?? MOST_AT_ONCE, MOST_AT_ONCE)

/** 买一箱 · 买两箱 · 买 3 箱 */
export function buyWords({ words, say }: PageContext, n: number, unit: string): string {
  const key = n === 1 ? 'buy_1' : n === 2 ? 'buy_2' : 'buy_n'
  return words(key, { n, unit: say.unit(n, unit) })
}

/** The same words as templates, for the island to fill in: it needs no catalogue then. */
export function buyTemplates({ words, say }: PageContext, currency: string): Record<string, string> {
  const places = { n: '{n}', unit: '{unit}' }
  return {
    'data-one': words('buy_1', places),
    'data-two': words('buy_2', places),
    'data-many': words('buy_n', places),
    'data-none': words('choose_some'),
    'data-sum': words('buy_sum', places),
    'data-sign': say.price({ amount: 0, currency }).sign,
  }
}

/**
 * A number that works by typing; the island shows its two buttons and keeps the sum in the bar right. The words for the
 * bar travel with it, so that the island needs no catalogue.
 */
export function Quantity({
  context,
  choice,
  name,
  least,
}: {
  context: PageContext
  choice: Choice
  name: string
  least: 0 | 1
}) {
  const { words } = context
  const most = Math.max(mostOf(choice), least)
  return (
    <span class="stepper" data-stepper>
      <button type="button" class="step" data-step="-1" hidden aria-label={words('fewer')}>
        <Icon drawing={minus} />
      </button>
      <input
        class="step-value num"
        type="number"
        inputMode="numeric"
        name={name}
        value={String(least)}
        min={least}
        max={most}
        step={1}
        aria-label={`${choice.name} ${words('quantity')}`}
        data-fen={choice.price.amount}
        data-unit={choice.unit}
        data-units={context.say.unit(2, choice.unit)}
      />
      <button type="button" class="step" data-step="1" hidden aria-label={words('more_of_it')}>
        <Icon drawing={plus} />
      </button>
    </span>
  )
}

/** Where the thumb is: pass it on, or buy. The button sends a plain form, so it works before any script has come. */
export function BuyBar({
  context,
  choice,
  closed,
  instead,
  opensAt,
}: {
  context: PageContext
  choice: Choice | null
  /** Why nothing can be bought now, in words. */
  closed: string | null
  /** Where it can be bought all the same. */
  instead?: string | undefined
  /** Closed until this moment, at which the page opens by itself. */
  opensAt?: string | undefined
}) {
  return (
    <>
      {opensAt && <OpeningBar context={context} opensAt={opensAt} />}
      <div class="bar buy-bar" data-open-bar hidden={opensAt !== undefined}>
        <ShareButton context={context} />
        {closed === null && choice ? (
          <button
            class="btn go grow"
            type="submit"
            form="buy"
            data-buy
            {...buyTemplates(context, choice.price.currency)}
          >
            <span data-buy-words>{buyWords(context, 1, choice.unit)}</span>
            <span class="num" data-buy-sum>
              <Price context={context} money={choice.price} />
            </span>
          </button>
        ) : instead ? (
          <a class="btn go grow" href={instead}>
            {context.words('direct_instead')}
          </a>
        ) : (
          <button class="btn grow" type="button" disabled>
            {closed}
          </button>
        )}
      </div>
    </>
  )
}

/** Before a flash sale opens: a true countdown by the server's clock, in place of the button that it will become. */
export function OpeningBar({ context, opensAt }: { context: PageContext; opensAt: string }) {
  const { words, now } = context
  return (
    <div class="bar buy-bar" data-opening-bar>
      <ShareButton context={context} />
      <button
        class="btn grow num"
        type="button"
        disabled
        data-opens-at={Date.parse(opensAt)}
        data-drawn-at={now.getTime()}
        data-countdown={words('flash_opens_in', { left: '{left}' })}
      >
        {words('flash_opens_at', { time: openingTime(context, opensAt) })}
      </button>
      <p class="unseen" role="status" data-opened={words('flash_is_open')} />
    </div>
  )
}

/** With its seconds where they are not zero: a flash sale opens at one. */
export function openingTime({ say, now }: PageContext, opensAt: string): string {
  const seconds = opensAt.slice(17, 19)
  return `${say.time(opensAt, now)}${seconds === '00' ? '' : `:${seconds}`}`
}

/** Opens the share sheet; without script it leads to the same words at the end of the page. */
export function ShareButton({ context }: { context: PageContext }) {
  return (
    <a class="btn share-button" href="#share" data-share>
      {context.words('send_on')}
    </a>
  )
}

export interface SharedLink {
  readonly url: string
  readonly text: string
  readonly qrUrl: string | null
  /** Where a member asks for a link of her own, so that those who come by it are hers. */
  readonly passOnPath?: string | undefined
}

/** What 发给群友 opens: the link to copy and a code to show. */
export function ShareSheet({ context, link }: { context: PageContext; link: SharedLink }) {
  const { words } = context
  return (
    <section id="share" class="share" aria-labelledby="share-title" data-share-sheet data-pass-on={link.passOnPath}>
      <div class="share-inside card col">
        <h2 id="share-title" class="b">
          {words('share_title')}
        </h2>
        <p class="s14 muted">{words('share_hint')}</p>
        <input class="input" readOnly value={link.url} aria-label={words('share_copy')} data-share-url />
        {link.qrUrl && (
          <img class="qr" src={link.qrUrl} alt={words('qr_alt')} width="168" height="168" loading="lazy" />
        )}
        <div class="row">
          <button
            type="button"
            class="btn go grow"
            hidden
            data-copy
            data-text={`${link.text} ${link.url}`}
            data-done={words('share_copied')}
          >
            {words('share_copy')}
          </button>
          <button type="button" class="btn" data-share-close hidden>
            {words('close')}
          </button>
        </div>
        <p class="s14 leaf" role="status" data-copied />
      </div>
    </section>
  )
}
