import type { FactName } from '../shapes.ts'

/** Every fact that a dossier can hold, in the order of a page. The type makes a forgotten one an error. */
const places: Readonly<Record<FactName, number>> = {
  variety: 1,
  origin: 2,
  grower: 3,
  season: 4,
  spec: 5,
  chosen_from: 6,
  blind_taste: 7,
  measured: 8,
  picking: 9,
  grading: 10,
  packing: 11,
  intake: 12,
  logistics: 13,
  shelf_life: 14,
  how_to_eat: 15,
  how_to_show: 16,
}

export const factNames = (Object.keys(places) as FactName[]).sort((a, b) => places[a] - places[b])

/** Told to curators, not to shoppers. */
export const isForCurators = (fact: FactName): boolean => fact === 'how_to_show'
