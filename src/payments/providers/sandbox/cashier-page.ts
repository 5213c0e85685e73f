import { type CashierState, type CashierWords, type Language, words } from './cashier-words.ts'
import { tradeState } from './content.ts'
import type { PaymentRow } from './sql.ts'

export interface CashierPage {
  language: Language
  /** Null: the demo shop's, in the language of the page. */
  merchantName: string | null
  /** Null: nothing under this number. */
  payment: PaymentRow | null
  now: Date
  /** Where leaving leads; null when the shop named no place that may be gone to. */
  returnUrl: string | null
  /** Query string that this page's own links carry on. */
  query: URLSearchParams
}

/** One whole page, without script: it works in every web view. Links are relative, so any prefix may lie before it. */
export function renderCashier(page: CashierPage): string {
  const say = words[page.language]
  const state = page.payment ? stateOf(page.payment, page.now) : 'absent'
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.payment ? `${yuan(page.payment.total_fen)} · ${say.title}` : say.title)}</title>
<link rel="stylesheet" href="../assets/cashier.css">
</head>
<body>
<header>
<strong class="sandbox">${say.sandbox}</strong>
${languageLink(page, say)}
</header>
<main>
${state === 'payable' ? sum(page.payment as PaymentRow, page.merchantName ?? say.defaultMerchant) : stateBlock(state, say)}
${page.payment ? details(page, page.payment, state, say) : ''}
<p class="note">${say.sandboxNote}</p>
</main>
<footer>
${actions(page, state, say)}
</footer>
</body>
</html>
`
}

export function stateOf(payment: PaymentRow, now: Date): CashierState {
  switch (tradeState(payment, now)) {
    case 'SUCCESS':
      return 'paid'
    case 'REFUND':
      return 'refunded'
    case 'PAYERROR':
      return 'failed'
    case 'CLOSED':
      return payment.closed_at ? 'closed' : 'expired'
    default:
      return now > payment.payable_until ? 'expired' : 'payable'
  }
}

function languageLink({ language, query }: CashierPage, say: CashierWords): string {
  const other = new URLSearchParams(query)
  other.set('lang', language === 'en' ? 'zh-CN' : 'en')
  return `<a class="language" lang="${other.get('lang')}" href="?${escapeHtml(other.toString())}">${say.otherLanguage}</a>`
}

function sum(payment: PaymentRow, merchantName: string): string {
  return `<div class="sum"><h1>${escapeHtml(merchantName)}</h1>
<p class="amount"><span>¥</span>${yuan(payment.total_fen).slice(1)}</p></div>`
}

function stateBlock(state: Exclude<CashierState, 'payable'>, say: CashierWords): string {
  const { heading, note } = say.states[state]
  return `<div class="state ${state}">${ICONS[state]}<h1>${heading}</h1><p>${note}</p></div>`
}

function details(page: CashierPage, payment: PaymentRow, state: CashierState, say: CashierWords): string {
  const rows: [string, string, string?][] = [[say.item, payment.description]]
  if (state !== 'payable')
    rows.unshift([say.merchant, page.merchantName ?? say.defaultMerchant], [say.amount, yuan(payment.total_fen)])
  rows.push([say.order, payment.out_trade_no, 'number'])
  if (state === 'payable') rows.push([say.payBy, when(payment.payable_until, page)])
  if (payment.paid_at) rows.push([say.paidAt, when(payment.paid_at, page)])
  if (payment.transaction_id) rows.push([say.transaction, payment.transaction_id, 'number'])
  const line = ([name, value, kind]: [string, string, string?]) =>
    `<div><dt>${name}</dt><dd${kind ? ` class="${kind}"` : ''}>${escapeHtml(value)}</dd></div>`
  return `<dl>${rows.map(line).join('\n')}</dl>`
}

function actions(page: CashierPage, state: CashierState, say: CashierWords): string {
  const back = (style: string, label: string) =>
    page.returnUrl ? `<a class="button${style}" href="${escapeHtml(page.returnUrl)}">${label}</a>` : ''
  if (state !== 'payable' || !page.payment) return back('', say.back)
  const action = `${page.payment.prepay_id}/pay?${page.query}`
  return `<form method="post" action="${escapeHtml(action)}">
<button class="button">${say.pay} ${yuan(page.payment.total_fen)}</button>
</form>
${back(' quiet', say.leave)}`
}

/** As people say it, in the time zone of WeChat Pay's own statements. */
function when(at: Date, { language, now }: CashierPage): string {
  const part = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', ...options }).format(date)
  const day = (date: Date) => part(date, { dateStyle: 'short' })
  const time = part(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (day(at) === day(now)) return `${words[language].today} ${time}`
  return `${part(at, { month: 'long', day: 'numeric' })} ${time}`
}

/** `¥1,234.50` from 123450, without floating point. */
function yuan(fen: number): string {
  const whole = Math.trunc(fen / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `¥${whole}.${String(fen % 100).padStart(2, '0')}`
}

function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const icon = (path: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`
const CHECK = icon('<path d="M20 6 9 17l-5-5"/>')
const BACK = icon('<path d="M9 14 4 9l5-5"/><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11"/>')
const CLOCK = icon('<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>')
const CROSS = icon('<path d="M18 6 6 18"/><path d="m6 6 12 12"/>')
const ICONS: Record<Exclude<CashierState, 'payable'>, string> = {
  paid: CHECK,
  refunded: BACK,
  expired: CLOCK,
  closed: CROSS,
  failed: CROSS,
  absent: CROSS,
}
