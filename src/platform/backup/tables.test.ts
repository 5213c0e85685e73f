import { expect, test } from 'vitest'
import { referredFirst } from './tables.ts'

const named = (...names: string[]) => names.map((table) => ({ table, columns: [] }))

test('tables come behind those that they refer to', () => {
  const references = [
    { from: 'a.line', to: 'a.order' },
    { from: 'a.order', to: 'b.person' },
    { from: 'a.parcel', to: 'a.order' },
  ]
  const ordered = referredFirst(named('a.line', 'a.order', 'a.parcel', 'b.person'), references)
  expect(ordered.map(({ table }) => table)).toEqual(['b.person', 'a.order', 'a.line', 'a.parcel'])
})

test('a circle is said, not walked for ever', () => {
  const references = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ]
  expect(() => referredFirst(named('a', 'b', 'c'), references)).toThrow('refer to one another: a,b')
})
