import { f, t } from '../kit.ts'
import { shortId } from '../parts/says.tsx'
import { percentText } from '../parts/yuan.ts'
import { categoryName } from '../products/categories.ts'
import type { Rule } from '../shapes.ts'
import type { RuleField } from './rule-history.ts'

/** 水果 · 新手: to what a rule applies. */
export function appliesTo(rule: Rule): string {
  const narrowed = [
    rule.skuId && t('rule_sku', { id: shortId(rule.skuId) }),
    rule.category && categoryName(rule.category),
    rule.stage && t(`stage_${rule.stage}`),
  ].filter(Boolean)
  return narrowed.length === 0 ? t('rule_everything') : narrowed.join(' · ')
}

/** 10%，至少 ¥1.00，至多 ¥20.00 */
export function earns(rule: Rule): string {
  const parts = [`${percentText(rule.rateBps)}%`]
  if (rule.floor.amount > 0) parts.push(t('rule_at_least', { amount: f.exactText(rule.floor) }))
  if (rule.cap) parts.push(t('rule_at_most', { amount: f.exactText(rule.cap) }))
  return parts.join(t('comma'))
}

/** One field of a version, in words, for the history. */
export function fieldWords(rule: Rule, field: RuleField): string {
  const { floor, cap } = rule
  const said: Record<RuleField, string> = {
    name: rule.name,
    position: String(rule.position),
    skuId: rule.skuId ? shortId(rule.skuId) : t('any'),
    category: rule.category ? categoryName(rule.category) : t('any'),
    stage: rule.stage ? t(`stage_${rule.stage}`) : t('any'),
    rateBps: `${percentText(rule.rateBps)}%`,
    floor: f.exactText(floor),
    cap: cap ? f.exactText(cap) : t('none'),
  }
  return said[field]
}
