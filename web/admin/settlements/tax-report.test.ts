import { expect, test } from 'vitest'
import { quartersUntil } from './tax-report.tsx'

test('quarters go back from today’s, across years', () => {
  expect(quartersUntil('2026-11-22', 5)).toEqual(['2026Q4', '2026Q3', '2026Q2', '2026Q1', '2025Q4'])
  expect(quartersUntil('2027-01-01', 2)).toEqual(['2027Q1', '2026Q4'])
})
