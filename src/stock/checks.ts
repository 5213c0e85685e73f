import type { AuditCheck } from '../platform/room.ts'

/** Never oversold, nothing lost: what must hold of every item at any time. Each `found` answers no row. */
export const checks: readonly AuditCheck[] = [
  {
    // The pool and every allowance are rows of stock.cell, so their sum is all there is.
    name: 'available + reserved + handed over + written off = received + returned',
    looked: 'select count(*) as n from stock.item',
    found: `select item_id, c.units, m.units as came_in
            from (select item_id, sum(available + reserved + handed_over) as units from stock.cell group by item_id) c
            full join (select item_id, sum(case kind when 'written_off' then -quantity else quantity end) as units
                       from stock.movement group by item_id) m using (item_id)
            where coalesce(c.units, 0) <> coalesce(m.units, 0)`,
  },
  {
    name: 'no stock is below zero',
    looked: 'select count(*) as n from stock.cell',
    found: 'select item_id, cell_id from stock.cell where available < 0 or reserved < 0 or handed_over < 0',
  },
  {
    name: 'an item has one home row, which is a pool exactly while allowances are out',
    looked: 'select count(*) as n from stock.item',
    found: `select i.id, i.is_spread, c.homes, c.spread_over, c.handed from stock.item i
            join (select item_id, count(*) filter (where role = 'home') as homes, max(spread_over) as spread_over,
                    coalesce(sum(available) filter (where role = 'allowance'), 0) as handed
                  from stock.cell group by item_id) c on c.item_id = i.id
            where c.homes <> 1 or i.is_spread <> (c.spread_over > 0) or (c.handed > 0 and not i.is_spread)`,
  },
  {
    name: 'lots agree with movements',
    looked: 'select count(*) as n from stock.lot_balance',
    found: `select lot_id, item_id, b.received, m.received as moved_in, b.written_off, m.written_off as moved_off
            from stock.lot_balance b
            full join (select lot_id, item_id,
                         coalesce(sum(quantity) filter (where kind in ('received', 'returned')), 0) as received,
                         coalesce(sum(quantity) filter (where kind = 'written_off'), 0) as written_off
                       from stock.movement group by lot_id, item_id) m using (lot_id, item_id)
            where coalesce(b.received, 0) <> coalesce(m.received, 0)
               or coalesce(b.written_off, 0) <> coalesce(m.written_off, 0)`,
  },
  {
    name: 'no lot is overdrawn',
    looked: 'select count(*) as n from stock.lot_balance',
    found: 'select lot_id, item_id from stock.lot_balance where packed + written_off > received or packed < 0',
  },
  {
    name: 'what was handed over was packed from lots',
    looked: 'select count(*) as n from stock.item',
    found: `select item_id, c.units, b.units as from_lots
            from (select item_id, sum(handed_over) as units from stock.cell group by item_id) c
            full join (select item_id, sum(packed) as units from stock.lot_balance group by item_id) b using (item_id)
            where coalesce(c.units, 0) <> coalesce(b.units, 0)`,
  },
  {
    name: 'every cell belongs to an item',
    looked: 'select count(*) as n from stock.cell',
    found: `select c.item_id, c.cell_id from stock.cell c
            where not exists (select from stock.item i where i.id = c.item_id)`,
  },
]
