import type { Rule } from '../shapes.ts'

/** The ordered list as it counts now, each rule with what it was before; and what one version changed. Pure. */

export interface KeptRule {
  readonly current: Rule
  /** Earlier versions, newest first. */
  readonly before: readonly Rule[]
}

export function keptRules(history: readonly Rule[]): KeptRule[] {
  return history
    .filter((rule) => rule.supersededAt === null)
    .sort((a, b) => a.position - b.position)
    .map((current) => ({
      current,
      before: history
        .filter((rule) => rule.id === current.id && rule.version < current.version)
        .sort((a, b) => b.version - a.version),
    }))
}

export type RuleField = 'name' | 'position' | 'skuId' | 'category' | 'stage' | 'rateBps' | 'floor' | 'cap'
const fields: readonly RuleField[] = ['name', 'position', 'skuId', 'category', 'stage', 'rateBps', 'floor', 'cap']

/** The fields in which two versions differ. */
export const changedFields = (older: Rule, newer: Rule): RuleField[] =>
  fields.filter((field) => JSON.stringify(older[field]) !== JSON.stringify(newer[field]))

/** Ten after the last, so that one more fits between. */
export const nextPosition = (rules: readonly Pick<Rule, 'position'>[]): number =>
  Math.max(0, ...rules.map((rule) => rule.position)) + 10
