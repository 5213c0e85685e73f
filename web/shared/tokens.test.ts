import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [light, dark] = css.split('@media (prefers-color-scheme: dark)') as [string, string]

describe.each([
  ['light', tokens(light)],
  ['dark', { ...tokens(light), ...tokens(dark) }],
])('%s', (_, token) => {
  const grounds = ['paper', 'surface']
  const inks = ['ink', 'ink-2', 'crust', 'leaf', 'wheat', 'berry', 'sky']
  test.each(grounds.flatMap((ground) => inks.map((ink) => [ink, ground])))(
    '%s on %s reads at 4.5 or more',
    (ink, ground) => {
      expect(contrast(token[ink] as string, token[ground] as string)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['leaf', 'crust', 'wheat', 'berry', 'sky'])('%s on its soft ground, and ink on it', (tone) => {
    expect(contrast(token[tone] as string, token[`${tone}-soft`] as string)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token.ink as string, token[`${tone}-soft`] as string)).toBeGreaterThanOrEqual(4.5)
  })

  test('the main button reads, and the rim of a field is seen', () => {
    expect(contrast(token['on-crust'] as string, token.crust as string)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token.edge as string, token.surface as string)).toBeGreaterThanOrEqual(3)
  })
})

test('faces carry white letters', () => {
  const parts = readFileSync(new URL('./parts.css', import.meta.url), 'utf8')
  const tones = [...parts.matchAll(/\.face-\d \{\s*background: (#[0-9a-f]{6})/g)].map((found) => found[1] as string)
  expect(tones).toHaveLength(6)
  for (const tone of tones) expect(contrast('#ffffff', tone), tone).toBeGreaterThanOrEqual(4.5)
})

function tokens(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((found) => [found[1], found[2]]))
}

/** WCAG 2.2, relative luminance. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
