import { expect, test } from 'vitest'
import type { AdminOrder } from '../shapes.ts'
import { rulesBehind } from './grounds.ts'

const rule = (version: number, rateBps: number) => ({ version, rateBps })
const lines = [rule(1, 1000), rule(1, 1000), rule(2, 500), null].map((one, index) => ({ lineNo: index + 1, rule: one }))
const behind = (key: string) =>
  rulesBehind(lines as unknown as AdminOrder['attribution'], key).map(({ version, rateBps }) => [version, rateBps])

test('a commission rests on the rules of the lines that earned it, each said once', () => {
  expect(behind('acc:ord_0123456789abc')).toEqual([
    [1, 1000],
    [2, 500],
  ])
})

test('where the key ends in a line, on the rule of that line alone', () => {
  expect(behind('acc:ord_0123456789abc/3')).toEqual([[2, 500]])
  expect(behind('acc:ord_0123456789abc/4')).toEqual([])
})
