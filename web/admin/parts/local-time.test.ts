import { describe, expect, it } from 'vitest'
import { instantOf, localText } from './local-time.ts'

describe('a local moment', () => {
  it('is read in the zone of the installation', () => {
    expect(instantOf('2026-11-22T20:00', 'Asia/Shanghai')).toBe('2026-11-22T12:00:00.000Z')
    expect(localText('2026-11-22T12:00:31.000Z', 'Asia/Shanghai')).toBe('2026-11-22T20:00')
  })

  it('knows clock changes', () => {
    expect(instantOf('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOf('2026-10-25T12:00', 'Europe/Berlin')).toBe('2026-10-25T11:00:00.000Z')
  })

  it('is nothing while it is half typed', () => {
    expect(instantOf('', 'Asia/Shanghai')).toBe(undefined)
    expect(instantOf('2026-13-01T00:00', 'Asia/Shanghai')).toBe(undefined)
  })
})
