import { vestDue } from '../src/commissions/vest.ts'
import { walletOf } from '../src/commissions/wallet.ts'
import { openInstallation } from '../src/installation.ts'
import { closeDays } from '../src/ledger/close-days.ts'
import { sealJournals } from '../src/ledger/seal-journals.ts'
import { receiveForgotten } from '../src/orders/receive-orders.ts'
import type { PersonActor } from '../src/platform/actor.ts'
import { OwnedClock } from '../src/platform/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import type { connectOnce } from '../src/platform/db.ts'
import type { Platform } from '../src/platform/platform.ts'
import { askPayout } from '../src/settlements/ask-payout.ts'
import { SMALLEST_PAYOUT_FEN } from '../src/settlements/contract.ts'
import { giveIdentity } from '../src/settlements/identity.ts'
import type { Stage } from './stage.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

const DAY_MS = 86_400_000
const ID_NUMBER = '11010519491231002X'

/**
 * What packing and handing over to the carrier writes, for all paid orders in one go. Off the clock: an order is shipped
 * by hand, one at a time, and there is no claim about that.
 */
export async function shipAll(connection: Connection): Promise<void> {
  const paid = `(select id from orders."order" where state = 'paid')`
  await connection.query('begin')
  for (const text of [
    `insert into orders.parcel (id, cell_id, order_id, kind, carrier, tracking_no, address_sealed, packed_by, packed_at)
     select id, cell_id, id, 'parcel', 'bench', 'bench', '\\x00', 'system:bench', now() from orders."order" where state = 'paid'`,
    `insert into orders.parcel_line (parcel_id, line_no, lot_id, cell_id, quantity)
     select l.order_id, l.line_no, b.lot_id, l.cell_id, l.quantity from orders.line l join stock.lot_balance b on b.item_id = l.stock_item_id
     where l.order_id in ${paid}`,
    `update stock.cell c set reserved = reserved - t.n, handed_over = handed_over + t.n
     from (select stock_item_id, stock_cell_id, sum(quantity) as n from orders.line where order_id in ${paid} group by 1, 2) t
     where c.item_id = t.stock_item_id and c.cell_id = t.stock_cell_id`,
    `update stock.lot_balance b set packed = packed + t.n
     from (select stock_item_id, sum(quantity) as n from orders.line where order_id in ${paid} group by 1) t where b.item_id = t.stock_item_id`,
    `update orders."order" set state = 'shipped', shipped_at = now(), version = version + 1 where state = 'paid'`,
  ])
    await connection.query(text)
  await connection.query('commit')
}

/** The worker's own sweeps, at a moment so many days ahead: received when nobody confirmed, vested after the return window. */
export async function sweepMonth(stage: Stage, tell: (did: number) => void): Promise<number> {
  let did = 0
  return withClockAhead(stage, 11, async (platform, clock) => {
    const began = performance.now()
    for (const work of [receiveForgotten, vestDue]) {
      for (let took = 1; took > 0; ) {
        took = await work(platform)
        did += took
        tell(did)
      }
      clock.advance(8 * DAY_MS)
    }
    return (performance.now() - began) / 1000
  })
}

/** Journals sealed, days closed, and every curator who has something to withdraw asks for it: tax, withholding, books. */
export async function settleMonth(stage: Stage, connection: Connection, tell: (did: number) => void) {
  const curators = await connection.query<{ id: string }>(
    'select person_id::text as id from curators.curator order by person_id',
  )
  return withClockAhead(stage, 40, async (platform) => {
    const actors = curators.map(({ id }) => actorOf(BigInt(id)))
    for (const actor of actors)
      await platform.db.inTransaction(platform, (tx) =>
        giveIdentity(platform, tx, actor, { name: '王小明', idNumber: ID_NUMBER }),
      )
    const began = performance.now()
    let sealed = 0
    for (let took = 1; took > 0; sealed += took) {
      took = await sealJournals(platform)
      tell(sealed)
    }
    const sealing = (performance.now() - began) / 1000
    const settling = performance.now()
    await closeDays(platform)
    let payouts = 0
    for (const actor of actors) {
      const { availableFen } = await walletOf(platform.db, actor.personId)
      if (availableFen < SMALLEST_PAYOUT_FEN) continue
      await platform.db.inTransaction(platform, (tx) => askPayout(platform, tx, actor, availableFen))
      payouts++
    }
    return { sealing, settling: (performance.now() - settling) / 1000, sealed, payouts }
  })
}

const actorOf = (personId: bigint) =>
  ({ kind: 'person', personId, sessionId: 0n, audience: 'curator' }) as unknown as PersonActor

async function withClockAhead<T>(
  stage: Stage,
  days: number,
  work: (platform: Platform, clock: OwnedClock) => Promise<T>,
): Promise<T> {
  const clock = new OwnedClock(new Date(Date.now() + days * DAY_MS))
  const installation = await openInstallation(readConfig({ ...stage.environment, PORT: '0' }), { clock })
  try {
    return await work(installation.platform, clock)
  } finally {
    await installation.close()
  }
}
