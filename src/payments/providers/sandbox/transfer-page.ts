import type { Language } from './cashier-words.ts'

/** What the page shows of a transfer. */
export interface ShownTransfer {
  readonly package_info: string
  readonly amount_fen: number
  readonly remark: string
  readonly state: 'WAIT_USER_CONFIRM' | 'SUCCESS' | 'FAIL' | 'CANCELLED'
}

const words = {
  'zh-CN': {
    title: '确认收款',
    sandbox: '沙盒',
    note: '这里模拟微信里的收款确认，不会有真的钱到账。',
    confirm: '确认收款',
    done: '已收款',
    failed: '收款失败：账户异常',
    cancelled: '已撤销',
    absent: '没有这笔转账',
    remark: '说明',
    back: '回到钱包',
  },
  en: {
    title: 'Confirm the payout',
    sandbox: 'Sandbox',
    note: 'This stands for the confirmation inside WeChat. No real money moves.',
    confirm: 'Take the money',
    done: 'Received',
    failed: 'Not received: the account is frozen',
    cancelled: 'Withdrawn by the sender',
    absent: 'There is no such transfer',
    remark: 'For',
    back: 'Back to the wallet',
  },
} as const

/** What the payee sees in her app: how much, what for, one button. Without script. */
export function renderTransfer(language: Language, row: ShownTransfer | null): string {
  const say = words[language]
  const outcome = { SUCCESS: say.done, FAIL: say.failed, CANCELLED: say.cancelled }
  const yuan = row ? `¥${Math.floor(row.amount_fen / 100)}.${String(row.amount_fen % 100).padStart(2, '0')}` : ''
  const waits = row?.state === 'WAIT_USER_CONFIRM'
  const form = `<form method="post" action="./${row?.package_info}/confirm?lang=${language}"><button class="pay" type="submit">${say.confirm}</button></form>`
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>${say.title}</title>
<link rel="stylesheet" href="../../assets/cashier.css">
</head>
<body>
<header><strong class="sandbox">${say.sandbox}</strong></header>
<main>
<h1>${row ? (waits ? say.title : outcome[row.state as keyof typeof outcome]) : say.absent}</h1>
${row ? `<p class="sum">${yuan}</p><p>${say.remark}: ${escapeHtml(row.remark)}</p>` : ''}
<p class="note">${say.note}</p>
</main>
<footer>${waits ? form : ''}<a href="/curator/wallet">${say.back}</a></footer>
</body>
</html>
`
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
