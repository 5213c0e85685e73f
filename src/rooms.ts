import * as attribution from './attribution/index.ts'
import * as catalog from './catalog/index.ts'
import * as commissions from './commissions/index.ts'
import * as communities from './communities/index.ts'
import * as curators from './curators/index.ts'
import * as ledger from './ledger/index.ts'
import * as orders from './orders/index.ts'
import * as payments from './payments/index.ts'
import * as people from './people/index.ts'
import type { Room } from './platform/room.ts'
import * as sales from './sales/index.ts'
import * as settlements from './settlements/index.ts'
import * as stock from './stock/index.ts'
import * as storefront from './storefront/index.ts'
import * as trust from './trust/index.ts'

/** Every room that is open, from the ground up. */
export const rooms: readonly Room[] = [
  people.room,
  ledger.room,
  payments.room,
  catalog.room,
  stock.room,
  communities.room,
  curators.room,
  commissions.room,
  sales.room,
  attribution.room,
  orders.room,
  settlements.room,
  trust.room,
  storefront.room,
]
