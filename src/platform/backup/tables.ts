type Connection = { query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> }

export interface StoredTable {
  /** Quoted, with its schema. */
  readonly table: string
  readonly columns: readonly string[]
}

/** Every table of the house with the columns that are stored (not computed), those that others refer to first. */
export async function tablesInOrder(connection: Connection): Promise<StoredTable[]> {
  const tables = await connection.query<StoredTable>(
    `select format('%I.%I', n.nspname, c.relname) as table, array_agg(quote_ident(a.attname) order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' group by 1 order by 1`,
  )
  const references = await connection.query<{ from: string; to: string }>(
    `select distinct format('%I.%I', fn.nspname, f.relname) as from, format('%I.%I', tn.nspname, t.relname) as to
     from pg_constraint c join pg_class f on f.oid = c.conrelid join pg_namespace fn on fn.oid = f.relnamespace
     join pg_class t on t.oid = c.confrelid join pg_namespace tn on tn.oid = t.relnamespace
     where c.contype = 'f' and c.conrelid <> c.confrelid`,
  )
  return referredFirst(tables, references)
}

/** Puts each table behind all that it refers to. */
export function referredFirst(
  tables: readonly StoredTable[],
  references: readonly { from: string; to: string }[],
): StoredTable[] {
  const ordered: StoredTable[] = []
  const placed = new Set<string>()
  const isFree = ({ table }: StoredTable) => references.every(({ from, to }) => from !== table || placed.has(to))
  for (let left = [...tables]; left.length > 0; left = left.filter(({ table }) => !placed.has(table))) {
    const free = left.filter(isFree)
    if (free.length === 0) throw new Error(`these tables refer to one another: ${left.map((one) => one.table)}`)
    for (const table of free) placed.add(table.table)
    ordered.push(...free)
  }
  return ordered
}
