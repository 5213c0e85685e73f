import { readFileSync } from 'node:fs'
import path from 'node:path'
import { whyNoFile } from '../support/skip.ts'

/** Public data that may not be copied into this repository; checks that need them skip with a reason that starts `data:`. */
export const dataFolder = process.env.LEAVEN_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data')

export const dataFile = (name: string) => path.join(dataFolder, name)

/** Why the public data cannot be used, or nothing. */
export function whyNoData(): string | undefined {
  const missing = whyNoFile(dataFile('reference/graphs.json'))
  return missing && `data: ${missing}`
}

export function referenceJson(name: string) {
  return JSON.parse(readFileSync(dataFile(`reference/${name}`), 'utf8'))
}

/** A reference file of "name, number, number …" rows. */
export function referenceRows(name: string): number[][] {
  const rows = readFileSync(dataFile(`reference/${name}`), 'utf8')
    .trimEnd()
    .split('\n')
  return rows.map((row) => row.split('\t').map(Number))
}
