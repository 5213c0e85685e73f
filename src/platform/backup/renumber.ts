import type { FollowedLog } from '../room.ts'

type Connection = { query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> }

/** Numbers below three have a meaning of their own in PostgreSQL. */
const FIRST = 3

/**
 * Transaction numbers belong to the server that gave them; a new server counts from the beginning, so that cursors would
 * stand above everything it says. Numbers the restored logs anew from three, in their order: what every follower has
 * passed shares one number, and what some have still to read keeps its steps. Runs inside the restoring transaction.
 */
export async function renumberTransactions(connection: Connection, logs: readonly FollowedLog[]): Promise<void> {
  let highest = FIRST
  for (const [index, { log, positions }] of logs.entries()) {
    const numbers = `pg_temp.number_${index}`
    const reached = positions.map((table) => `select tx from ${table}`).join(' union all ')
    await connection.query(
      `create temp table number_${index} on commit drop as
       with reached as (${reached}), lowest as (select coalesce((select tx from reached order by tx limit 1), '0'::xid8) as tx)
       select n.tx, (${FIRST} + dense_rank() over (order by n.tx))::text::xid8 as number
       from (select tx from ${log} union select tx from reached) n, lowest where n.tx >= lowest.tx`,
    )
    for (const table of [log, ...positions]) {
      await connection.query(
        `update ${table} t set tx = coalesce((select n.number from ${numbers} n where n.tx = t.tx), '${FIRST}')`,
      )
    }
    const [top] = await connection.query<{ highest: number | bigint }>(
      `select coalesce(max(number::text::bigint), ${FIRST}) as highest from ${numbers}`,
    )
    highest = Math.max(highest, Number(top?.highest ?? FIRST))
  }
  await countPast(connection, highest)
}

/** Uses up numbers until the server's own are above those that were given here. */
async function countPast(connection: Connection, highest: number): Promise<void> {
  const [current] = await connection.query<{ number: number | bigint }>(
    'select pg_current_xact_id()::text::bigint as number',
  )
  const missing = highest - Number(current?.number ?? 0)
  if (missing <= 0) return
  // A subtransaction that writes takes a number of its own.
  await connection.query(
    `do $$ begin
       create temp table spent (n int) on commit drop;
       for i in 1..${missing} loop
         begin insert into spent values (i); exception when others then raise; end;
       end loop;
     end $$`,
  )
}
