import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFormat } from '../shared/format.ts'
import {
  arrivalChoices,
  cutOffChoices,
  dayAndWeekday,
  daysAfter,
  extensionChoices,
  instantOf,
  instantOfInput,
  localInput,
} from './times.ts'

const shanghai = 'Asia/Shanghai'
const berlin = 'Europe/Berlin'
const at = (text: string) => Date.parse(text)
const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString())

describe('local times', () => {
  it('are instants of the zone, not of the phone', () => {
    expect(instantOf('2026-11-22', '22:00', shanghai).toISOString()).toBe('2026-11-22T14:00:00.000Z')
    expect(instantOf('2026-07-01', '12:00', berlin).toISOString()).toBe('2026-07-01T10:00:00.000Z')
  })

  it('hold on both sides of a change of clocks', () => {
    expect(instantOf('2026-03-29', '01:30', berlin).toISOString()).toBe('2026-03-29T00:30:00.000Z')
    expect(instantOf('2026-03-29', '03:30', berlin).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  it('come back as they went in', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2025-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (date) => {
          const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
          expect(instantOfInput(localInput(minute, shanghai), shanghai)).toEqual(minute)
        },
      ),
    )
  })

  it('are nothing while they are half typed', () => {
    for (const typed of ['', '2026-11-22', '2026-11-22T2']) expect(instantOfInput(typed, shanghai)).toBeNull()
  })

  it('count days over the end of a month and of a year', () => {
    expect(daysAfter('2026-02-28', 1)).toBe('2026-03-01')
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
  })
})

describe('choices', () => {
  it('offer tonight first', () => {
    expect(iso(cutOffChoices(at('2026-11-22T09:00:00Z'), shanghai))).toEqual([
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T14:00:00.000Z',
      '2026-11-23T12:00:00.000Z',
      '2026-11-23T14:00:00.000Z',
    ])
  })

  it('leave out a cut-off that gives nobody time', () => {
    const [first] = cutOffChoices(at('2026-11-22T13:31:00Z'), shanghai)
    expect(first?.toISOString()).toBe('2026-11-23T12:00:00.000Z')
  })

  it('extend to later than both the cut-off and now', () => {
    const now = at('2026-11-22T09:00:00Z')
    const choices = extensionChoices('2026-11-22T12:00:00.000Z', now, shanghai)
    expect(choices[0]?.toISOString()).toBe('2026-11-22T13:00:00.000Z')
    for (const choice of choices) expect(choice.getTime()).toBeGreaterThan(at('2026-11-22T12:00:00Z'))
  })

  it('promise the arrival for the day after the cut-off at the earliest', () => {
    expect(arrivalChoices(instantOf('2026-11-30', '22:00', shanghai), shanghai)[0]).toBe('2026-12-01')
  })
})

it('says the day with its weekday', () => {
  const noon = at('2026-11-22T04:00:00Z')
  expect(dayAndWeekday(createFormat('zh-CN'), noon)).toBe('11月22日 周日')
  expect(dayAndWeekday(createFormat('en'), noon)).toBe('Sun 22 Nov')
})
