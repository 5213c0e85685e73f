import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readLinkToken } from '../src/attribution/link.ts'
import { readConfig } from '../src/platform/config.ts'
import type { connectOnce } from '../src/platform/db.ts'
import { formatId } from '../src/platform/ids.ts'
import { Keys } from '../src/platform/keys.ts'
import type { Stage } from './stage.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

const RECORDED = ['tune.txt', 'invalid.txt']
/** Without the recorded data: the n-th most popular of `most` comes with a weight of 1/n. */
const ZIPF = 'Zipf, exponent 1, over communities and over SKUs'

export interface MonthPlan {
  /** Where the skew comes from, for the report. */
  readonly skew: string
  /** The n-th order of the month, as a line for send-lines.lua: always the same for the same n. */
  lineOf(n: number): string
}

interface Place {
  readonly cookie: string
  readonly token: string
  readonly address: string
}

/**
 * Who orders what: initiators and products of the Beibei data as recorded, in their order, again from the start when
 * there are fewer; an initiator's purchases go to one community, a product's to one SKU. Each sale is given what is
 * ordered there.
 */
export async function planMonth(stage: Stage, connection: Connection): Promise<MonthPlan> {
  const places = readFileSync(stage.buyersFile, 'utf8').split('\n').map(readPlace)
  const goods = await connection.query<{ sku_id: string; fen: string }>(
    `select o.sku_id::text, o.community_fen::text as fen from catalog.offer o join catalog.sku s on s.id = o.sku_id
     where o.ends_at is null and s.name_zh like 'sku %' and s.id in (select sku_id from sales.sale_sku) order by o.sku_id`,
  )
  const recorded = readRecorded()
  const pairs = recorded ?? drawZipf(places.length, goods.length)
  await offerThem(stage, connection, places, goods, pairs)
  return {
    skew: recorded ? `Beibei, ${recorded.length} purchases as recorded` : ZIPF,
    lineOf: (n) => {
      const [initiator, product] = pairs[n % pairs.length] as readonly [number, number]
      const place = places[initiator % places.length] as Place
      const sku = goods[product % goods.length] as (typeof goods)[number]
      const quantity = 1 + (n % 3)
      const body = {
        token: place.token,
        lines: [{ skuId: formatId('sku', BigInt(sku.sku_id)), quantity }],
        ...{ delivery: 'parcel', addressId: place.address },
        expectedTotal: { amount: Number(sku.fen) * quantity, currency: 'CNY' },
      }
      return [place.cookie, `month-${n}`, JSON.stringify(body)].join('\t')
    },
  }
}

function readPlace(line: string): Place {
  const [cookie = '', token = '', address = ''] = line.split('\t')
  return { cookie, token, address }
}

/** Initiator and product of each recorded group purchase; undefined when the data is not there. */
function readRecorded(): [number, number][] | undefined {
  const files = RECORDED.map((name) => path.resolve('../shared/data/beibei', name))
  if (!files.every((file) => existsSync(file))) return undefined
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): [number, number] => {
        const [initiator, product] = line.split('\t').map(Number)
        return [initiator ?? 0, product ?? 0]
      }),
  )
}

const DRAWN = 200_000

/** The same every time: a month that is gone on with must mean the same orders. */
function drawZipf(communities: number, skus: number): [number, number][] {
  let seed = 20_261_129
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  // For weights 1/n the n-th of `most` is found at most^random.
  const draw = (most: number) => Math.floor(most ** random()) - 1
  return Array.from({ length: DRAWN }, () => [draw(communities + 1), draw(skus + 1)])
}

async function offerThem(
  stage: Stage,
  connection: Connection,
  places: readonly Place[],
  goods: readonly { readonly sku_id: string }[],
  pairs: readonly (readonly [number, number])[],
): Promise<void> {
  const keys = new Keys(readConfig({ ...stage.environment, PORT: '0' }).installationKey)
  const links = places.map(({ token }) => String(readLinkToken(keys, token)))
  await connection.query(
    `insert into sales.sale_sku (sale_id, sku_id, position)
     select distinct l.sale_id, t.sku_id, 1000 from unnest($1::bigint[], $2::bigint[]) as t (link_id, sku_id)
     join attribution.link l on l.id = t.link_id on conflict do nothing`,
    [
      pairs.map(([initiator]) => links[initiator % links.length]),
      pairs.map(([, product]) => goods[product % goods.length]?.sku_id),
    ],
  )
}
