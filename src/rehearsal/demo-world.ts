import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface WorldPerson {
  readonly nick: string
  readonly role: string
}

export interface WorldCommunity {
  readonly id: string
  readonly name: string
  /** What the community is, for those who live it: mesh, forming, islands, star or no_trust. */
  readonly truth: string
  readonly carrier: string
  readonly purpose: string
  readonly door: string
  readonly city: string
  readonly people: readonly WorldPerson[]
  readonly skus: readonly string[]
}

export interface WorldProduct {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly category: string
  readonly spec: string
  readonly spec_en: string
  readonly variety: string
  readonly origin: string
  readonly origin_en: string
  readonly grower: string
  readonly season_months: readonly number[]
  readonly price_fen: {
    readonly direct: number
    readonly community: number
    readonly pass: number
    readonly floor: number
    readonly landed_cost: number
  }
  readonly commission_bps: number
  readonly logistics: string
  readonly shelf_life: string
  readonly promise: string
  readonly promise_en: string
  /** The scout's sentence; the Chinese one is made of the dossier. */
  readonly word_en: string
  readonly return_class: string
  readonly dossier: Readonly<Record<string, string | number | null>>
}

export interface World {
  readonly staff: readonly { readonly name: string; readonly role: string }[]
  readonly communities: readonly WorldCommunity[]
  readonly products: readonly WorldProduct[]
}

/** The folder of the demo world: beside the source, or beside the build. */
export function demoFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = [join(here, '../../demo'), join(here, '../demo')].find((folder) =>
    existsSync(join(folder, 'world.json')),
  )
  if (!found) throw new Error('the demo folder was not found')
  return found
}

export const readWorld = (): World => JSON.parse(readFileSync(join(demoFolder(), 'world.json'), 'utf8')) as World

/** Members who live in the weeks before today, beside the main cast: community of the world → nicknames. */
export const readRegulars = (): Readonly<Record<string, readonly string[]>> =>
  JSON.parse(readFileSync(join(demoFolder(), 'regulars.json'), 'utf8')).members
