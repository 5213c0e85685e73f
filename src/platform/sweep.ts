import { Outage } from './errors.ts'

/** What one transaction of a sweep takes at most: long enough to pay for itself, short enough to keep nobody waiting. */
export const SWEEP_ROWS = 1_000
/** A run ends well before its claim counts as forgotten (five minutes); what is left is the next run's. */
const MOST_ROUNDS = 20

export interface Sweep<Row> {
  /** What is due, in an order of its own, at most `limit` after this row: what cannot be taken now is passed by. */
  readonly read: (after: Row | undefined, limit: number) => Promise<readonly Row[]>
  /** Takes a list in one transaction and says how many were taken. Rows that somebody else holds are left to them. */
  readonly take: (rows: readonly Row[]) => Promise<number>
  readonly failed: (row: Row, error: unknown) => void
}

/** Takes what is due in rounds of at most a thousand, and says how many were taken. */
export async function sweep<Row>({ read, take, failed }: Sweep<Row>): Promise<number> {
  let did = 0
  let last: Row | undefined
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rows = await read(last, SWEEP_ROWS)
    did += await takeOrHalve(rows, take, failed)
    if (rows.length < SWEEP_ROWS) break
    last = rows.at(-1)
  }
  return did
}

/** A list that fails is halved until the row at fault stands alone: one bad row stops nobody else. */
export async function takeOrHalve<Row>(
  rows: readonly Row[],
  take: Sweep<Row>['take'],
  failed: Sweep<Row>['failed'],
): Promise<number> {
  const [first] = rows
  if (first === undefined) return 0
  try {
    return await take(rows)
  } catch (error) {
    if (error instanceof Outage) throw error
    if (rows.length === 1) {
      failed(first, error)
      return 0
    }
    const middle = rows.length >> 1
    const before = await takeOrHalve(rows.slice(0, middle), take, failed)
    return before + (await takeOrHalve(rows.slice(middle), take, failed))
  }
}
