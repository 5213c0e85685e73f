import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { carrierKinds, roles } from '../../src/communities/contract.ts'
import { curatorStates, stages } from '../../src/curators/contract.ts'
import { orderStates } from '../../src/orders/contract.ts'
import { payoutStates } from '../../src/settlements/contract.ts'
import { appealStates } from '../../src/trust/contract-appeals.ts'
import sharedEn from '../shared/words/en.json' with { type: 'json' }
import sharedZh from '../shared/words/zh-CN.json' with { type: 'json' }
import en from './words/en.json' with { type: 'json' }
import zh from './words/zh-CN.json' with { type: 'json' }

const here = new URL('.', import.meta.url)
const sources = (readdirSync(here, { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n')

const base = (key: string) => key.replace(/_(one|other)$/, '')
const ours = new Set(Object.keys(zh))
const all = new Set([...ours, ...Object.keys(sharedZh)])

/** Keys that are put together when the page runs, t(`order_${state}`), and everything that may stand in the gap. */
const gaps: Record<string, readonly string[]> = {
  'appeal_…': appealStates,
  'carrier_…': carrierKinds,
  'entry_…': ['estimated', 'pending', 'vested', 'taken_back'],
  'invitation_…': ['expired', 'used_up', 'revoked'],
  'members_…': ['active', 'banned', 'left'],
  'members_…_empty': ['active', 'banned', 'left'],
  'money_…': ['available', 'pending', 'estimated', 'withdrawing', 'withdrawn', 'debt'],
  'money_…_words': ['available', 'pending', 'estimated', 'withdrawing', 'withdrawn', 'debt'],
  'move_…': [
    ...['commission_accrued', 'commission_clawed', 'commission_vested'],
    ...['payout_asked', 'payout_done', 'payout_back'],
  ],
  'payout_…': payoutStates,
  'order_…': orderStates,
  'place_…': ['frozen', 'available', 'withdrawing', 'debt'],
  'problem_…': [
    ...['required', 'minLength', 'maxLength', 'pattern', 'format', 'type', 'minimum', 'maximum', 'enum'],
    'other',
  ],
  'role_…': roles,
  'role_…_words': roles.filter((role) => role !== 'owner'),
  'sale_…': ['ended', 'stopped'],
  'sales_…': ['open', 'planned', 'ended'],
  'sales_…_empty': ['open', 'planned', 'ended'],
  'stage_…': stages,
  'step_…': ['communities', 'goods', 'times', 'confirm'],
  'tab_…': ['today', 'sales', 'communities', 'wallet', 'me'],
  'task_…': ['let_in', 'closing_soon', 'open_sale', 'hand_over', 'unpaid'],
  'view_…': ['members', 'invitations', 'settings', 'checkUp'],
  'waiting_…_title': curatorStates.filter((state) => !['active', 'resting'].includes(state)),
  'waiting_…_words': curatorStates.filter((state) => !['active', 'resting'].includes(state)),
}
const filled = Object.entries(gaps).flatMap(([key, values]) => values.map((value) => key.replace('…', value)))
const built = [...sources.matchAll(/`([a-z_]+_)\$\{[^}]+\}(_[a-z]+)?`/g)].map(
  ([, start, end]) => `${start}…${end ?? ''}`,
)
const spelled = new Set([...sources.matchAll(/'([a-z][A-Za-z0-9_]*)'/g)].map((found) => found[1] as string))

describe('the words', () => {
  it('are the same keys in both languages', () => {
    expect([...new Set(Object.keys(en).map((key) => (ours.has(key) ? key : base(key))))].sort()).toEqual(
      [...ours].sort(),
    )
    for (const key of Object.keys(en).filter((name) => !ours.has(name))) {
      expect(en, key).toHaveProperty(`${base(key)}_one`)
      expect(en, key).toHaveProperty(`${base(key)}_other`)
    }
  })

  it('name the same places in both languages', () => {
    const places = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()
    const chinese = { ...sharedZh, ...zh } as Record<string, string>
    for (const [key, words] of Object.entries({ ...sharedEn, ...en })) {
      const counterpart = chinese[key] ?? chinese[base(key)] ?? ''
      // "one order" may do without its number.
      const allowed = key.endsWith('_one') ? places(counterpart).filter((name) => name !== 'n') : places(counterpart)
      expect(
        places(words).filter((name) => allowed.includes(name) || name !== 'n'),
        key,
      ).toEqual(allowed)
    }
  })

  it('are there for every key that a screen names', () => {
    const named = [...sources.matchAll(/\bt(?:\.rich)?\(\s*'([a-z0-9_]+)'/g)].map((found) => found[1] as string)
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter((key) => !all.has(key))).toEqual([])
  })

  it('are there for everything that a screen may meet', () => {
    expect([...new Set(built)].sort()).toEqual(Object.keys(gaps).sort())
    expect(filled.filter((key) => !all.has(key))).toEqual([])
  })

  it('are all used', () => {
    expect([...ours].filter((key) => !spelled.has(key) && !filled.includes(key))).toEqual([])
  })

  it('hold no Chinese in English but the name of the language', () => {
    const chinese = Object.entries(en).filter(([, words]) => /[\u3000-\u9fff\uff00-\uffef]/.test(words))
    expect(chinese).toEqual([['other_language', '中文']])
  })

  it('are set in English with curly apostrophes', () => {
    expect(Object.entries(en).filter(([, words]) => words.includes("'"))).toEqual([])
  })

  it('have full-width marks after Chinese', () => {
    for (const [key, words] of Object.entries(zh)) {
      if (/[\u4e00-\u9fff]/.test(words)) expect(words, key).not.toMatch(/[\u4e00-\u9fff][,;:?!]/)
    }
  })
})
