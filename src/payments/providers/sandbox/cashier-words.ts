/** What the cashier says, in both languages. Each state says what happened, what is safe, and what to do. */
export type Language = 'zh-CN' | 'en'
export type CashierState = 'payable' | 'paid' | 'refunded' | 'expired' | 'closed' | 'failed' | 'absent'

export interface CashierWords {
  title: string
  sandbox: string
  sandboxNote: string
  merchant: string
  defaultMerchant: string
  amount: string
  item: string
  order: string
  payBy: string
  paidAt: string
  transaction: string
  pay: string
  leave: string
  back: string
  today: string
  otherLanguage: string
  states: Record<Exclude<CashierState, 'payable'>, { heading: string; note: string }>
}

export const words: Record<Language, CashierWords> = {
  'zh-CN': {
    title: '收银台',
    sandbox: '沙盒 · 不会真的扣款',
    sandboxNote: '这是练习用的收银台，点了付款也不会动用任何真钱。',
    merchant: '收款方',
    defaultMerchant: '酵母演示店',
    amount: '金额',
    item: '商品',
    order: '订单号',
    payBy: '请在此前付款',
    paidAt: '付款时间',
    transaction: '交易号',
    pay: '立即支付',
    leave: '先不付，返回店铺',
    back: '返回店铺',
    today: '今天',
    otherLanguage: 'English',
    states: {
      paid: { heading: '已付款', note: '店铺会马上收到通知，不用再付一次。' },
      refunded: { heading: '已退款', note: '这笔付款已经退回或正在退回。' },
      expired: { heading: '付款时间已过', note: '没有扣款。想买的话，请回店铺重新下单。' },
      closed: { heading: '订单已关闭', note: '没有扣款。想买的话，请回店铺重新下单。' },
      failed: { heading: '付款没有成功', note: '没有扣款。请回店铺重新下单，或换一种方式付款。' },
      absent: { heading: '找不到这笔订单', note: '没有扣款。请从店铺重新打开付款页。' },
    },
  },
  en: {
    title: 'Checkout',
    sandbox: 'Sandbox · no real money',
    sandboxNote: 'A practice checkout: paying here moves no money at all.',
    merchant: 'Paid to',
    defaultMerchant: 'Leaven demo shop',
    amount: 'Amount',
    item: 'For',
    order: 'Order',
    payBy: 'Pay before',
    paidAt: 'Paid',
    transaction: 'Transaction',
    pay: 'Pay now',
    leave: 'Not now, back to the shop',
    back: 'Back to the shop',
    today: 'Today',
    otherLanguage: '中文',
    states: {
      paid: { heading: 'Paid', note: 'The shop is being told. There is no need to pay again.' },
      refunded: { heading: 'Refunded', note: 'This payment has gone back, or is on its way.' },
      expired: { heading: 'Time to pay is over', note: 'Nothing was charged. Please order again in the shop.' },
      closed: { heading: 'Order closed', note: 'Nothing was charged. Please order again in the shop.' },
      failed: { heading: 'The payment failed', note: 'Nothing was charged. Please order again or pay another way.' },
      absent: { heading: 'No such order', note: 'Nothing was charged. Please open checkout from the shop again.' },
    },
  },
}

/** `?lang=` first, then what the browser prefers; Chinese where neither says English. */
export function chooseLanguage(asked: string | undefined, accepted: string | undefined): Language {
  if (asked) return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
  const first = (accepted ?? '').split(',').find((tag) => /^\s*(zh|en)\b/i.test(tag))
  return first?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}
