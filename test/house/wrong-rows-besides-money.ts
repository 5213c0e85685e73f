import { ID, journal, type WrongRow } from './wrong-row.ts'

const CURATOR = `(select curator_person_id from commissions.accrual limit 1)`
const ERASED = `(select id from people.person where erased_at is not null limit 1)`
const ITEM = `(select item_id from orders.line l join stock.cell c on c.item_id = l.stock_item_id limit 1)`

/** For checks of rooms that hold no money: people, goods, places, sales, trust. */
export const wrongRowsBesidesMoney: Readonly<Record<string, WrongRow>> = {
  'people: people.erased_hold_nothing': { rows: [`update people.person set nickname = '还在' where id = ${ERASED}`] },
  'people: people.gone_have_no_session': {
    rows: [
      `insert into people.session (token_hash, id, audience, person_id, proved_at, created_at, expires_at)
       values ('\\x01', ${ID}, 'store', ${ERASED}, now(), now(), now())`,
    ],
  },
  'people: people.gone_keep_no_address_and_no_consent': {
    rows: [`insert into people.address (id, person_id, sealed, created_at) values (${ID}, ${ERASED}, '', now())`],
  },
  'catalog: a SKU has one price at a time': {
    without: ['index catalog.one_open_offer'],
    rows: [
      `insert into catalog.offer (id, sku_id, direct_fen, community_fen, floor_fen, starts_at, set_by, created_at)
       select ${ID}, sku_id, direct_fen, community_fen, floor_fen, starts_at, set_by, created_at from catalog.offer limit 1`,
    ],
  },
  'catalog: direct ≥ community ≥ pass ≥ floor': {
    without: ['catalog.offer direct_not_below_community'],
    rows: ['update catalog.offer set direct_fen = community_fen - 1'],
  },
  'catalog: what is published has a price and a picture': { rows: ['update catalog.picture set removed_at = now()'] },
  'stock: available + reserved + handed over + written off = received + returned': {
    rows: [`update stock.cell set available = available + 1 where item_id = ${ITEM}`],
  },
  'stock: no stock is below zero': {
    without: ['stock.cell cell_available_check'],
    rows: [
      `update stock.cell set available = available + 5 where item_id = ${ITEM}`,
      `insert into stock.cell (item_id, cell_id, available, reserved, role) select item_id, (cell_id + 1) % 256, -5, 0, 'allowance' from stock.cell where item_id = ${ITEM}`,
    ],
  },
  'stock: lots agree with movements': {
    rows: [`update stock.lot_balance set received = received + 1 where item_id = ${ITEM}`],
  },
  'stock: no lot is overdrawn': {
    without: [
      'stock.lot_balance lot_balance_received_check',
      'stock.lot_balance lot_not_overdrawn',
      'stock.movement movement_quantity_check',
    ],
    rows: [-1, 1].flatMap((units) => [
      `insert into stock.lot_balance (lot_id, item_id, received) values (${ID} + ${units}, ${ITEM}, ${units})`,
      `insert into stock.movement (id, cell_id, item_id, lot_id, kind, quantity, moved_by, moved_at)
       values (${ID} + ${units}, 0, ${ITEM}, ${ID} + ${units}, 'received', ${units}, 'test', now())`,
    ]),
  },
  'stock: what was handed over was packed from lots': {
    rows: [`update stock.cell set handed_over = handed_over + 1, available = available - 1 where item_id = ${ITEM}`],
  },
  'stock: an item has one home row, which is a pool exactly while allowances are out': {
    rows: [`update stock.item set is_spread = true where id = ${ITEM}`],
  },
  'stock: every cell belongs to an item': {
    rows: [`insert into stock.cell (item_id, cell_id, available, reserved) values (${ID}, 0, 0, 0)`],
  },
  'communities: seats taken equal active members, and none is over the cap': {
    rows: ['update communities.community set member_count = member_count - 1'],
  },
  "communities: a person's own list of memberships says what the communities say": {
    rows: [`update communities.membership set roles = '{editor}' where roles = '{}'`],
  },
  'communities: no invitation let in more people than it may': { rows: ['update communities.invitation set uses = 0'] },
  'communities: every community has one owner': {
    rows: [
      `update communities.membership set roles = '{}' where 'owner' = any(roles)`,
      `update communities.member set roles = '{}' where 'owner' = any(roles)`,
    ],
  },

  "commissions: curators' frozen equals what their lines earned": {
    // Against her own available, so that all her money together is what it was.
    rows: [
      ...journal('planted', '1', `2401, ${CURATOR}, 2402, ${CURATOR}`),
      `insert into ledger.balance (kind, owner, balance_fen) select 2402, ${CURATOR}, 1 on conflict (kind, owner) do update set balance_fen = ledger.balance.balance_fen + 1`,
    ],
  },
  'sales: a flash sale limits each of its goods': {
    rows: [
      `update sales.sale_sku k set per_person = null from sales.sale s where s.id = k.sale_id and s.kind = 'flash'`,
    ],
  },
  'sales: what each person has of a flash sale is what her orders hold, within the limit': {
    rows: ['update sales.flash_person set quantity = quantity - 1 where quantity > 0'],
  },
  'sales: in a flash sale a payer account paid for one person': {
    rows: [`update sales.flash_payer set person_id = ${ID}`],
  },
  'sales: nobody has more of a limited SKU than one person may order': {
    without: ['sales.person_count within_person_limit'],
    rows: ['update sales.person_count set quantity = allowed + 1'],
  },
  'sales: every sale offers something, somewhere': {
    rows: [
      `insert into sales.sale (id, curator_person_id, title, opens_at, cuts_off_at, arrives_on, delivery, created_at)
       select ${ID}, curator_person_id, title, opens_at, cuts_off_at, arrives_on, delivery, created_at from sales.sale limit 1`,
    ],
  },
  'attribution: no link let in more people than it may': { rows: ['update attribution.link set joins = 0'] },
  'attribution: a sale link is from the curator, a passed-on link is not': {
    rows: [`update attribution.link set kind = 'passed_on'`],
  },
  'trust: evidence of an order is of a paid order, by its buyer, in its community': {
    rows: [`update trust.evidence set actor_person_id = actor_person_id + 1 where kind = 'order'`],
  },
  'trust: evidence counts only of orders that arrived and were not given back': {
    rows: [`update trust.evidence set fate = 'kept', kept_from = acted_at where fate = 'waiting'`],
  },
  'trust: only the buyer’s own answer makes evidence named': { rows: ['delete from attribution.word'] },
}
