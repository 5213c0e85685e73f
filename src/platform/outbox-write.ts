import { int2s, jsons, texts } from './binary-array.ts'
import type { IdMaker } from './ids.ts'
import { jsonString } from './json-text.ts'

/** Something that happened, told to the rooms above through the outbox. Ids and amounts only, never personal data. */
export interface News {
  readonly name: `${string}.${string}`
  readonly cellId: number
  /** The id of what it happened to; delivery is in order per subject. */
  readonly subject: bigint
  readonly data?: Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>
  readonly actor?: string
  readonly version?: number
}

/** The statement that stores what a transaction said: its name, text and values. */
export function writeNews(ids: IdMaker, at: Date, said: readonly News[]): [string, string, readonly unknown[]] {
  return [
    'platform.writeNews',
    `insert into platform.outbox (id, cell_id, name, version, subject, occurred_at, actor, data)
     select id, cell_id, name, version, subject, $8, actor, data
     from unnest($1::bigint[], $2::smallint[], $3::text[], $4::smallint[], $5::bigint[], $6::text[], $7::jsonb[])
       as t (id, cell_id, name, version, subject, actor, data)`,
    [
      said.map((news) => ids.next(news.cellId)),
      int2s(said.map((news) => news.cellId)),
      texts(said.map((news) => news.name)),
      int2s(said.map((news) => news.version ?? 1)),
      said.map((news) => news.subject),
      texts(said.map((news) => news.actor ?? '')),
      jsons(said.map((news) => dataText(news.data))),
      at,
    ],
  ]
}

function dataText(data: News['data'] = {}): string {
  let text = ''
  for (const name of Object.keys(data)) {
    const value = data[name]
    if (value === undefined) continue
    const written = typeof value === 'string' ? jsonString(value) : JSON.stringify(value)
    text += `${text && ','}${jsonString(name)}:${written}`
  }
  return `{${text}}`
}
