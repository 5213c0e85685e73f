import { connectOnce } from '../../src/platform/db.ts'

/**
 * The schema as text: tables with columns, constraints, indexes and what the application may do. Made from the
 * catalogue, so that it reads the same on PostgreSQL 15 and 18 and needs no pg_dump.
 */
export async function describeSchema(url: string): Promise<string> {
  const connection = await connectOnce(url)
  try {
    const tables = await connection.query<{ name: string; options: string | null }>(TABLES)
    const columns = await connection.query<{ name: string; line: string }>(COLUMNS)
    const constraints = await connection.query<{ name: string; line: string }>(CONSTRAINTS)
    const indexes = await connection.query<{ name: string; line: string }>(INDEXES)
    const grants = await connection.query<{ name: string; line: string }>(GRANTS)
    const of = (rows: { name: string; line: string }[], name: string) =>
      rows.filter((row) => row.name === name).map((row) => row.line)
    return tables
      .map(({ name, options }) => {
        const inside = [...of(columns, name), ...of(constraints, name)].map((line) => `  ${line}`).join(',\n')
        const after = [
          ...of(indexes, name).map((line) => `${line};`),
          ...of(grants, name).map((line) => `-- leaven_app: ${line}`),
        ]
        return `create table ${name} (\n${inside}\n)${options ? ` with (${options})` : ''};\n${after.map((line) => `${line}\n`).join('')}`
      })
      .join('\n')
  } finally {
    await connection.end()
  }
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`
const TABLES = `select n.nspname || '.' || c.relname as name, array_to_string(c.reloptions, ', ') as options
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${OURS} order by 1`
const COLUMNS = `select n.nspname || '.' || c.relname as name,
    a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
      || case when a.attidentity <> '' then ' generated always as identity' else '' end
      || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and ${OURS} order by 1, a.attnum`
const CONSTRAINTS = `select n.nspname || '.' || c.relname as name, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype in ('c', 'f', 'p', 'u', 'x') and ${OURS} order by 1, k.contype, k.conname`
const INDEXES = `select n.nspname || '.' || c.relname as name, pg_get_indexdef(i.indexrelid) as line
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1, x.relname`
const GRANTS = `select n.nspname || '.' || c.relname as name, string_agg(p.what, ', ' order by p.at) as line
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete')) as p (at, what)
  where c.relkind = 'r' and ${OURS} and has_table_privilege('leaven_app', c.oid, p.what) group by 1 order by 1`
