import type { connectOnce } from '../src/platform/db.ts'
import { ID_EPOCH_MS } from '../src/platform/ids.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

/** How many of everything. */
export interface Crowd {
  readonly products: number
  readonly skusPerProduct: number
  readonly communities: number
  readonly curators: number
  readonly buyers: number
  readonly skusPerSale: number
}

/** Copies are dated a month before now, in a process number of their own, so that no id meets one made by a server. */
const START_MS = Date.now() - 30 * 86_400_000 - ID_EPOCH_MS
const SPAN_MS = 200_000

/** An id as the application makes them: milliseconds, cell, process 31, sequence 0; each kind has its own stretch. */
const idOf = (kind: number, n: string, cell = '0') =>
  `((${START_MS + kind * SPAN_MS}::bigint + ${n}) << 22 | ((${cell})::bigint << 14) | ${31 << 9})`
const cellOf = (n: string) => `((${n})::bigint * 7919 % 256)`
const communityId = (n: string) => idOf(9, n, cellOf(n))
const saleId = (n: string) => idOf(10, n)

/** What the copies are made of, set aside before there are copies. */
async function keepSeeds(connection: Connection): Promise<void> {
  for (const [name, of] of [
    ['product', 'catalog.product where published_at is not null order by id limit 1'],
    ['sku', 'catalog.sku where product_id = (select id from seed_product) order by id limit 1'],
    ['item', 'stock.item where sku_id = (select id from seed_sku) limit 1'],
    ['curator', 'curators.curator limit 1'],
    ['community', 'communities.community limit 1'],
    ['sale', 'sales.sale limit 1'],
    ['link', 'attribution.link limit 1'],
  ])
    await connection.query(`create temp table seed_${name} as select * from ${of}`)
}

/** Products with their SKUs, prices, lots and stock, copied from the first published product and its first SKU. */
export async function goods(connection: Connection, { products, skusPerProduct }: Crowd): Promise<void> {
  const skus = products * skusPerProduct
  const run = (text: string) => connection.query(text)
  await keepSeeds(connection)
  await run(`insert into catalog.product (id, category, name_zh, name_en, word_zh, word_en, scout_id, supplier_id, return_class, promise_zh, promise_en,
      state, created_at, published_at)
    select ${idOf(1, 'n')}, p.category, p.name_zh || ' ' || n, p.name_en, p.word_zh, p.word_en, p.scout_id, p.supplier_id, p.return_class,
      p.promise_zh, p.promise_en, p.state, p.created_at, p.published_at from seed_product p, generate_series(1, ${products}) n`)
  await run(`insert into catalog.dossier_fact (id, product_id, fact, words_zh, words_en, recorded_by, recorded_at)
    select ${idOf(2, '(n * 20 + f.k)')}, ${idOf(1, 'n')}, f.fact, f.words_zh, f.words_en, f.recorded_by, f.recorded_at
    from (select d.*, row_number() over (order by d.id) as k from catalog.dossier_fact d join seed_product p on p.id = d.product_id) f, generate_series(1, ${products}) n`)
  await run(`insert into catalog.picture (id, product_id, file, alt_zh, alt_en, position, width, height, created_at)
    select ${idOf(3, 'n')}, ${idOf(1, 'n')}, c.file, c.alt_zh, c.alt_en, c.position, c.width, c.height, c.created_at
    from (select c.* from catalog.picture c join seed_product p on p.id = c.product_id order by c.id limit 1) c, generate_series(1, ${products}) n`)
  await run(`insert into catalog.sku (id, product_id, name_zh, name_en, unit_zh, unit_en, freight_template_id, created_at)
    select ${idOf(4, 'n')}, ${idOf(1, `((n - 1) / ${skusPerProduct} + 1)`)}, 'sku ' || n, s.name_en, s.unit_zh, s.unit_en, s.freight_template_id, s.created_at
    from seed_sku s, generate_series(1, ${skus}) n`)
  await run(`insert into catalog.offer (id, sku_id, direct_fen, community_fen, pass_fen, floor_fen, starts_at, set_by, created_at)
    select ${idOf(5, 'n')}, ${idOf(4, 'n')}, o.direct_fen + n % 10 * 100, o.community_fen + n % 10 * 100, null, o.floor_fen, o.starts_at, o.set_by, o.created_at
    from (select o.* from catalog.offer o join seed_sku s on s.id = o.sku_id limit 1) o, generate_series(1, ${skus}) n`)
  await run(`insert into catalog.lot (id, sku_id, code, origin_zh, picked_on, best_before, intake_note, cost_fen, created_by, created_at)
    select ${idOf(6, 'n')}, ${idOf(4, 'n')}, l.code, l.origin_zh, l.picked_on, l.best_before, l.intake_note, l.cost_fen, l.created_by, l.created_at
    from (select l.* from catalog.lot l join seed_sku s on s.id = l.sku_id order by l.id limit 1) l, generate_series(1, ${skus}) n`)
  await run(`insert into stock.item (id, sku_id, warehouse_id, created_at)
    select ${idOf(7, 'n')}, ${idOf(4, 'n')}, i.warehouse_id, i.created_at from seed_item i, generate_series(1, ${skus}) n`)
  await run(`insert into stock.cell (item_id, cell_id, available, reserved)
    select ${idOf(7, 'n')}, c.cell_id, c.available, 0 from stock.cell c join seed_item i on i.id = c.item_id, generate_series(1, ${skus}) n`)
  await run(`insert into stock.lot_balance (lot_id, item_id, pack_before, received)
    select ${idOf(6, 'n')}, ${idOf(7, 'n')}, b.pack_before, b.received from stock.lot_balance b join seed_item i on i.id = b.item_id, generate_series(1, ${skus}) n`)
  await run(`insert into stock.movement (id, cell_id, item_id, lot_id, kind, quantity, reason, moved_by, moved_at)
    select ${idOf(8, 'n')}, m.cell_id, ${idOf(7, 'n')}, ${idOf(6, 'n')}, m.kind, m.quantity, m.reason, m.moved_by, m.moved_at
    from stock.movement m join seed_item i on i.id = m.item_id, generate_series(1, ${skus}) n`)
  await run('update catalog.version set version = version + 1, stamp = gen_random_uuid()')
}

export async function curators(connection: Connection, people: readonly bigint[]): Promise<void> {
  await connection.query(
    `insert into curators.curator (person_id, display_name, introduction, stage, state, applied_at, decided_by, decided_at, decision_note)
     select p, 'c' || n, c.introduction, c.stage, c.state, c.applied_at, c.decided_by, c.decided_at, c.decision_note
     from seed_curator c, unnest($1::bigint[]) with ordinality as t (p, n)`,
    [people],
  )
}

/** Communities with their curator as owner, each with an open sale of its own, some SKUs and a link. */
export async function communities(
  connection: Connection,
  { communities: count, skusPerSale, products, skusPerProduct }: Crowd,
  people: readonly bigint[],
): Promise<void> {
  const skus = products * skusPerProduct
  await connection.query(
    'create temp table owner as select p as person_id, n from unnest($1::bigint[]) with ordinality as t (p, n)',
    [people],
  )
  const owned = `generate_series(1, ${count}) n join owner o on o.n = (n.n - 1) % ${people.length} + 1`
  const run = (text: string) => connection.query(text)
  await run(`insert into communities.community (id, cell_id, name, purpose, rules, city, owner_person_id, door, may_sell, member_cap, sale_link_days,
      sale_link_joins, member_count, state, created_at)
    select ${communityId('n.n')}, ${cellOf('n.n')}, '小区团 ' || n.n, c.purpose, c.rules, c.city, o.person_id, c.door, c.may_sell, c.member_cap, c.sale_link_days,
      c.sale_link_joins, 1, c.state, c.created_at from seed_community c, ${owned}`)
  await run(`insert into communities.carrier (id, cell_id, community_id, kind, name, since)
    select ${idOf(11, 'n', cellOf('n'))}, ${cellOf('n')}, ${communityId('n')}, c.kind, c.name, c.since
    from (select r.* from communities.carrier r join seed_community c on c.id = r.community_id limit 1) c, generate_series(1, ${count}) n`)
  await run(`insert into communities.member (id, cell_id, community_id, person_id, nickname, roles, state, accepted_rules_at, joined_at, created_at)
    select ${idOf(12, 'n.n', cellOf('n.n'))}, ${cellOf('n.n')}, ${communityId('n.n')}, o.person_id, m.nickname, m.roles, m.state, m.accepted_rules_at, m.joined_at, m.created_at
    from (select m.* from communities.member m join seed_community c on c.id = m.community_id and c.owner_person_id = m.person_id) m, ${owned}`)
  await run(`insert into sales.sale (id, curator_person_id, title, word, opens_at, cuts_off_at, arrives_on, delivery, created_at)
    select ${saleId('n.n')}, o.person_id, s.title || ' ' || n.n, s.word, s.opens_at, s.cuts_off_at, s.arrives_on, s.delivery, s.created_at from seed_sale s, ${owned}`)
  await run(`insert into sales.sale_sku (sale_id, sku_id, position)
    select ${saleId('n')}, ${idOf(4, `(case k when 1 then 1 else (n::bigint * 37 + k * 293) % (${skus} - 1) + 2 end)`)}, k from generate_series(1, ${count}) n, generate_series(1, ${skusPerSale}) k on conflict do nothing`)
  await run(
    `insert into sales.sale_community (sale_id, community_id) select ${saleId('n')}, ${communityId('n')} from generate_series(1, ${count}) n`,
  )
  await run(`insert into attribution.link (id, cell_id, kind, sale_id, community_id, curator_person_id, from_person_id, max_joins, expires_at, created_at)
    select ${idOf(13, 'n.n', cellOf('n.n'))}, ${cellOf('n.n')}, 'sale', ${saleId('n.n')}, ${communityId('n.n')}, o.person_id, o.person_id, l.max_joins, l.expires_at, l.created_at
    from seed_link l, ${owned}`)
}

/** Every buyer is a member of as many communities as it takes to fill them all. */
export async function members(connection: Connection, people: readonly bigint[]): Promise<void> {
  await connection.query(
    'create temp table buyer as select p as person_id, n from unnest($1::bigint[]) with ordinality as t (p, n)',
    [people],
  )
  await connection.query(`create temp table place as select id, cell_id, row_number() over (order by id) as n from communities.community
    where id in (select community_id from attribution.link where id & 16383 = ${31 << 9})`)
  await connection.query(
    `insert into communities.member (id, cell_id, community_id, person_id, nickname, state, joined_at, created_at)
     select ${idOf(14, 'p.n', 'p.cell_id')}, p.cell_id, p.id, b.person_id, 'b' || b.n, 'active', $1, $1
     from place p join buyer b on b.n = (p.n - 1) % ${people.length} + 1`,
    [new Date()],
  )
  await connection.query(
    'update communities.community c set member_count = 2 from place p where p.id = c.id and p.cell_id = c.cell_id',
  )
  await connection.query(
    `insert into communities.membership (person_id, community_id, member_id, state, roles)
     select person_id, community_id, id, state, roles from communities.member on conflict do nothing`,
  )
}

/** Where each buyer may buy what: her communities' links, and the SKUs of their sales as `id:price`. */
export const placesToBuy = (connection: Connection) =>
  connection.query<{ person_id: string; link_id: string; skus: string }>(
    `select m.person_id::text, l.id::text as link_id, string_agg(k.sku_id::text || ':' || o.community_fen, ',' order by k.position) as skus
     from communities.member m join attribution.link l on l.community_id = m.community_id and l.cell_id = m.cell_id
     join sales.sale_sku k on k.sale_id = l.sale_id join catalog.offer o on o.sku_id = k.sku_id and o.ends_at is null
     where m.roles = '{}' and m.state = 'active' and l.id & 16383 = ${31 << 9} group by 1, 2`,
  )
