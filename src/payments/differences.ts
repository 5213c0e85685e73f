import { type Account, book, type Journal } from '../ledger/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { bank, pspClearing, suspense } from './accounts.ts'
import { type LineVerdict, type OwnMovement, suspenseOf } from './matching.ts'
import type { LineRow } from './sql-bills.ts'
import * as sql from './sql-differences.ts'

export interface JudgedLine {
  readonly row: LineRow
  readonly verdict: LineVerdict
}

const ACTOR = 'system:payments'
const accountOf = (against: 'psp_clearing' | 'bank'): Account => (against === 'bank' ? bank : pspClearing)
/** Payouts leave the operation account, which is our bank to us; everything else is at the provider. */
const againstOf = (what: string, kind: string | null) =>
  what === 'transfer' || kind === 'operation' ? ('bank' as const) : ('psp_clearing' as const)

/** Differences whose other side turned up: taken back out of suspense by a journal that names what it reverses. */
export async function clearDifferences(
  platform: Platform,
  tx: Tx,
  open: readonly sql.DifferenceRow[],
  judged: readonly JudgedLine[],
  missingThere: readonly OwnMovement[],
): Promise<void> {
  const found = new Map(judged.flatMap(({ row, verdict }) => ('own' in verdict ? [[lineKey(row), verdict.own]] : [])))
  const told = new Set([...found.values()].map((own) => ownKey(own)))
  const missing = new Set(missingThere.map((own) => ownKey(own)))
  const cleared = open.filter((row) =>
    row.kind === 'missing_here'
      ? found.has(lineKey({ bill_day: row.bill_day, kind: row.bill_kind ?? '', line_no: row.line_no ?? 0 }))
      : row.kind === 'missing_there' &&
        told.has(`${row.what}/${row.event}`) &&
        !missing.has(`${row.what}/${row.event}`),
  )
  if (cleared.length === 0) return
  await sql.markCleared(
    tx,
    cleared.map((row) => row.id),
  )
  await book(platform, tx, cleared.map(clearedJournal))
}

/** What differs and was not known to differ goes to suspense and waits for a person. */
export async function findDifferences(
  platform: Platform,
  tx: Tx,
  of: {
    provider: string
    day: string
    open: readonly sql.DifferenceRow[]
    judged: readonly JudgedLine[]
    missingThere: readonly OwnMovement[]
  },
): Promise<void> {
  const known = new Set(
    of.open.flatMap((row) => [
      ...(row.line_no === null
        ? []
        : [`${row.kind} ${lineKey({ ...row, kind: row.bill_kind ?? '', line_no: row.line_no })}`]),
      ...(row.kind === 'missing_there' ? [`${row.what}/${row.event}`] : []),
    ]),
  )
  const rows = [
    ...of.judged.flatMap(({ row, verdict }) => {
      const isNew = !known.has(`${verdict.verdict} ${lineKey(row)}`)
      if (!isNew || verdict.verdict === 'waiting' || verdict.verdict === 'matched') return []
      return row.amount_fen > 0 ? [ofLine(platform, of.provider, row, verdict)] : []
    }),
    ...of.missingThere.filter((own) => !known.has(ownKey(own))).map((own) => ofOwn(platform, of.provider, of.day, own)),
  ]
  if (rows.length === 0) return
  await sql.insertDifferences(tx, rows)
  await book(platform, tx, rows.map(foundJournal))
}

/** A refund that had been settled or replaced and arrived after all: booked by whoever applied it, waits for a person here. */
export const keepLateRefunds = (
  tx: Tx,
  rows: readonly Pick<sql.NewDifference, 'id' | 'provider' | 'bill_day' | 'theirs_fen'>[],
) =>
  sql.insertDifferences(
    tx,
    rows.map((row) => ({
      ...row,
      ...({
        kind: 'refund_late',
        what: 'refund',
        bill_kind: null,
        line_no: null,
        event: formatId('rfd', row.id),
      } as const),
      ...{ reference: row.id, own_no: formatId('rfd', row.id), provider_no: null, ours_fen: 0 },
      ...({ suspense_fen: row.theirs_fen ?? 0, against: 'psp_clearing' } as const),
    })),
  )

function ofLine(platform: Platform, provider: string, row: LineRow, verdict: LineVerdict): sql.NewDifference {
  const own = 'own' in verdict ? verdict.own : undefined
  return {
    ...{ id: platform.ids.next<'dif'>(0), provider, bill_day: row.bill_day, bill_kind: row.kind, line_no: row.line_no },
    kind: own ? 'other_amount' : 'missing_here',
    what: row.what === 'payment' || row.what === 'refund' || row.what === 'transfer' ? row.what : 'other',
    ...{ event: own?.event ?? null, reference: own?.reference ?? null },
    ...{
      own_no: row.own_no,
      provider_no: row.provider_no,
      ours_fen: own?.amountFen ?? null,
      theirs_fen: row.amount_fen,
    },
    suspense_fen: suspenseOf(row.direction, own?.amountFen ?? 0, row.amount_fen),
    against: againstOf(row.what, row.kind),
  }
}

function ofOwn(platform: Platform, provider: string, day: string, own: OwnMovement): sql.NewDifference {
  return {
    ...{ id: platform.ids.next<'dif'>(0), provider, bill_day: day, bill_kind: null, line_no: null },
    ...({ kind: 'missing_there', what: own.what, event: own.event, reference: own.reference } as const),
    ...{ own_no: own.ownNo, provider_no: own.providerNo, ours_fen: own.amountFen, theirs_fen: null },
    suspense_fen: suspenseOf(own.direction, own.amountFen, 0),
    against: againstOf(own.what, null),
  }
}

/** Moves an amount into suspense (above zero: a debit of it), or out of it. */
export function suspenseTransfer(other: Account, suspenseFen: number): Journal['transfers'][number] {
  return suspenseFen > 0
    ? { debit: suspense, credit: other, amountFen: suspenseFen }
    : { debit: other, credit: suspense, amountFen: -suspenseFen }
}

const foundJournal = (row: sql.NewDifference): Journal => ({
  ...{ kind: 'difference_found', key: `dif:${formatId('dif', row.id)}`, cellId: 0, reference: row.id, actor: ACTOR },
  transfers: [suspenseTransfer(accountOf(row.against), row.suspense_fen)],
})

const clearedJournal = (row: sql.DifferenceRow): Journal => ({
  ...{
    kind: 'difference_cleared',
    key: `difback:${formatId('dif', row.id)}`,
    cellId: 0,
    reference: row.id,
    actor: ACTOR,
  },
  transfers: [suspenseTransfer(accountOf(row.against), -row.suspense_fen)],
})

const lineKey = (row: { bill_day: string; kind: string; line_no: number }): string =>
  `${row.bill_day}/${row.kind}/${row.line_no}`
const ownKey = (own: Pick<OwnMovement, 'what' | 'event'>): string => `${own.what}/${own.event}`
