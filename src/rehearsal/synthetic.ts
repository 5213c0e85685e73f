/**
 * What the records lack, by a stated rule; everything made from it is marked synthetic (合成).
 * Price: an item's community price is 9.90 to 98.90 yuan, spread by a hash of its number; direct is a fifth more. Time:
 * groups follow one another in file order at an even pace. Shelves: items carry no description, so twenty share a product.
 */
/** The owned clock of an import starts here and moves forward only. */
export const IMPORT_STARTS_AT = new Date('2026-01-05T01:00:00.000Z')
export const SKUS_PER_PRODUCT = 20

export function priceOf(item: number): { communityFen: number; directFen: number; floorFen: number; costFen: number } {
  const communityFen = 990 + (hash(item) % 90) * 100
  return {
    communityFen,
    directFen: Math.ceil((communityFen * 6) / 5),
    floorFen: Math.floor((communityFen * 4) / 5),
    costFen: Math.floor((communityFen * 3) / 5),
  }
}

/** A number that looks like a phone and belongs to nobody: 199 with the person's number. */
export const phoneOf = (person: number): string => `199${String(person).padStart(8, '0')}`
export const nicknameOf = (person: number): string => `合成${person}`

/** Knuth's multiplicative hash: spreads neighbouring numbers. */
const hash = (value: number): number => Number((BigInt(value) * 2654435761n) % 4294967296n)
