/**
 * Stock: how much there is of what, and to whom it is promised. Never oversold.
 *
 * Words: an *item* is a SKU in a warehouse; its numbers live in *cells*: in its home cell, or, while it is hot, in the
 * *pool* (the home cell again) and the *allowances* that it hands to the cells that sell it; *available* may be sold, *reserved* (预占) is promised to an order and still in the house, *handed over* has left for good; a *lot*
 * (批次) is chosen when goods are packed, first expired first.
 * Invariants: available + reserved + handed over + written off = received + returned, per item, each ≥ 0, by CHECK and
 * by audit · an order gets all of its lines or nothing, and one that is refused takes nothing from others · rows are
 * locked in one order, home rows first, cells before lots, so that batches never wait in a circle · units move between
 * cells only under the lock of the home row · nothing is called sold out before the pool and every cell were asked · nothing past its date is packed.
 * The hot functions take lists: a batch of a hundred orders is two statements here.
 * Says: `lot.received`, `lot.written_off`. Reservations are the order's news.
 */
import type { Room } from '../platform/room.ts'
import { checks } from './checks.ts'
import { refusals } from './contract.ts'
import { routes } from './http.ts'
import { schedules } from './jobs.ts'

export { packStock } from './pack-stock.ts'
export type { LineToPack, PackedLot } from './packing.ts'
export { itemOf } from './read-stock.ts'
export { createWarehouse, receiveLot } from './receive-lot.ts'
export type { Place, RowChange, Verdict, Want, WantedLine } from './reservation.ts'
export { keepReservations, leftOf, lockShelves, lockWithPool, releaseStock, reserveStock } from './reserve-stock.ts'
export { type Selling, shareStock } from './share-stock.ts'
export { writeOff } from './write-off.ts'

export const room: Room = { name: 'stock', refusals, routes, checks, schedules }
