import { Refusal } from '../platform/errors.ts'
import { formatId, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { type AccountKind, declaredKinds, HOUSE, ownerText } from './account.ts'
import * as sql from './sql-statement.ts'

export interface StatementQuery {
  readonly owner?: string
  readonly from?: string
  readonly through?: string
  readonly cursor?: string
  readonly limit?: number
}

const FIRST_DAY = '0001-01-01'
const LAST_DAY = '9999-12-31'

/**
 * Every movement of one account, newest first, each with the balance after it. In the account's own direction: what
 * lets it grow is positive. Refuses `not_found` for a kind that nobody declared or an owner of another sort.
 */
export async function readStatement(platform: Platform, kindName: string, query: StatementQuery) {
  const kind = declaredKinds().find((one) => one.name === kindName)
  if (!kind) throw new Refusal(platformRefusals.not_found)
  const owner = query.owner === undefined ? null : ownerId(kind, query.owner)
  const days = { from: query.from ?? FIRST_DAY, through: query.through ?? LAST_DAY }
  const limit = query.limit ?? 20
  const grows = kind.type === 'asset' || kind.type === 'expense' ? 1 : -1
  // Minus nothing is nothing: JSON would not mind, a comparison does.
  const money = (amount: number) => ({ amount: amount + 0, currency: platform.config.currency })
  const [sums] = await sql.accountSums(platform.db, kind.code, owner, days)
  const rows = await sql.accountLines(platform.db, kind.code, owner, days, readCursor(query.cursor), limit + 1)
  const shown = rows.slice(0, limit)
  const opening = grows * (sums?.before_fen ?? 0)
  const last = shown.at(-1)
  return {
    account: kind.name,
    type: kind.type,
    owner: owner === null ? null : ownerText(kind.code, owner),
    opening: money(opening),
    closing: money(opening + grows * (sums?.within_fen ?? 0)),
    items: shown.map((row) => ({
      id: `${formatId('jrn', row.journal_id)}/${row.position}`,
      journalId: formatId('jrn', row.journal_id),
      key: row.key,
      kind: row.kind,
      bookedAt: row.booked_at.toISOString(),
      businessDay: row.business_day,
      owner: ownerText(kind.code, row.own_owner),
      otherAccount: row.other_name,
      otherOwner: ownerText(row.other_kind, row.other_owner),
      change: money(grows * row.fen),
      balance: money(opening + grows * row.running_fen),
    })),
    nextCursor:
      rows.length > limit && last ? `${formatId('jrn', last.journal_id)}/${last.position}/${last.side}` : null,
  }
}

/** The house's own accounts have no owner to name; one of another sort is as absent. */
function ownerId(kind: AccountKind, text: string): bigint {
  if (!kind.ownerPrefix) throw new Refusal(platformRefusals.not_found)
  return text === 'house' ? HOUSE : parseId(kind.ownerPrefix, text)
}

function readCursor(cursor: string | undefined): sql.LinePlace | null {
  if (cursor === undefined) return null
  const [journal = '', position = '', side = ''] = cursor.split('/')
  if (!/^\d{1,4}$/.test(position) || !/^[01]$/.test(side)) throw new Refusal(platformRefusals.invalid_request)
  return { journalId: parseId('jrn', journal), position: Number(position), side: Number(side) }
}
