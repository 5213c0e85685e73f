import { t } from '../kit.ts'
import { idsIn } from '../ledger/books.ts'
import { percentText } from '../parts/yuan.ts'
import type { AdminOrder, Journal } from '../shapes.ts'

/** What a journal of this order rests on: the provider's number, the rule's version, the refund's reason. */
export function groundsIn({ payments, refunds, attribution }: AdminOrder): (journal: Journal) => string | null {
  return ({ kind, key }) => {
    const id = idsIn(key)[0]
    const refund = refunds.find((one) => one.id === id)
    if (refund) return kind === 'refund_arrived' ? shortNumber(refund.providerRefund) : refund.reason
    const payment = payments.find((one) => one.id === id)
    if (payment) return shortNumber(payment.providerTxn)
    if (kind !== 'commission_accrued') return null
    const said = rulesBehind(attribution, key).map(({ version, rateBps }) =>
      t('rule_version', { version, rate: percentText(rateBps) }),
    )
    return said.join(' · ') || null
  }
}

/**
 * The rules, each once, by which the lines behind a commission's journal earned. A journal is one an order; older books have
 * one a line, and its number ends the key.
 */
export function rulesBehind(attribution: AdminOrder['attribution'], key: string) {
  const only = /\/(\d+)$/.exec(key)?.[1]
  const rules = attribution.flatMap(({ lineNo, rule }) =>
    rule && (only === undefined || lineNo === Number(only)) ? [rule] : [],
  )
  return [...new Map(rules.map((rule) => [`${rule.version}/${rule.rateBps}`, rule])).values()]
}

/** 4200001234…8813: the ends are what one compares with the provider's statement. */
export const shortNumber = (number: string | null): string | null =>
  number !== null && number.length > 14 ? `${number.slice(0, 4)}…${number.slice(-4)}` : number
