import type { Queryable } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { canonicalText, FIRST_SEAL, type StoredTransfer, sealOf } from './journal.ts'
import * as sql from './sql.ts'

const BATCH = 2_000

/** Seals what is settled in commit order, cell by cell: each seal stands on the one before. Returns how many it wrote. */
export async function sealJournals(platform: Platform): Promise<number> {
  return platform.db.inTransaction(platform, async (tx) => {
    // The position's row keeps sealers one at a time; two would write the same sequence numbers.
    const [position] = await sql.lockSealPosition(tx)
    const journals = position ? await sql.unsealed(tx, position, BATCH) : []
    const last = journals.at(-1)
    if (!last) return 0
    const transfers = await transfersByJournal(
      tx,
      journals.map((journal) => journal.id),
    )
    const heads = new Map(
      (await sql.lastSeals(tx, [...new Set(journals.map((j) => j.cell_id))])).map((row) => [row.cell_id, row]),
    )
    const seals = journals.map((journal) => {
      const head = heads.get(journal.cell_id) ?? { cell_id: journal.cell_id, seq: 0, hash: FIRST_SEAL }
      const hash = sealOf(head.hash, canonicalText(journal, transfers.get(journal.id) ?? []))
      heads.set(journal.cell_id, { cell_id: journal.cell_id, seq: head.seq + 1, hash })
      return { cellId: journal.cell_id, seq: head.seq + 1, journalId: journal.id, hash }
    })
    await sql.insertSeals(tx, seals)
    await sql.moveSealPosition(tx, last)
    return seals.length
  })
}

/**
 * Walks every chain again from its first seal, or from the first that sealed something booked since a moment; returns
 * what does not fit.
 */
export async function judgeSeals(q: Queryable, since?: Date): Promise<{ looked: number; found: unknown[] }> {
  const found: unknown[] = []
  let looked = 0
  const starts = since
    ? await sql.sealsBefore(q, since)
    : (await sql.sealedCells(q)).map(({ cell_id }) => ({ cell_id, seq: 0, hash: FIRST_SEAL }))
  for (const { cell_id: cellId, seq, hash: first } of starts) {
    let previous = first
    let expected = seq + 1
    for (;;) {
      const rows = await sql.sealsAfter(q, cellId, expected - 1, BATCH)
      if (rows.length === 0) break
      const transfers = await transfersByJournal(
        q,
        rows.map((row) => row.journal_id),
      )
      for (const row of rows) {
        looked++
        const hash = row.id === null ? null : sealOf(previous, canonicalText(row, transfers.get(row.journal_id) ?? []))
        if (row.seq !== expected || !hash?.equals(row.hash))
          found.push({ cellId, seq: row.seq, journal: String(row.journal_id) })
        previous = row.hash
        expected = row.seq + 1
      }
    }
  }
  return { looked, found }
}

export async function transfersByJournal(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, StoredTransfer[]>> {
  const byJournal = new Map<bigint, StoredTransfer[]>()
  for (const row of await sql.transfersOf(q, ids)) {
    const list = byJournal.get(row.journal_id) ?? []
    list.push(row)
    byJournal.set(row.journal_id, list)
  }
  return byJournal
}
