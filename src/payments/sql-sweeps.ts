import type { Queryable, Tx } from '../platform/db.ts'

/** One that was started meanwhile is not closed: only the provider may say that nobody can pay it. */
export const closeCreated = (q: Queryable, ids: readonly bigint[], at: Date) =>
  q.query<{ id: bigint }>(
    'payments.closeCreated',
    `with free as (select id, cell_id from payments.intent where id = any($1::bigint[]) and state = 'created' order by id for update skip locked)
     update payments.intent i set state = 'closed', ended_at = $2 from free where i.id = free.id and i.cell_id = free.cell_id returning i.id`,
    [ids, at],
  )

/** For sweeps: who is being paid at this moment is left alone. */
export const lockFreeIntents = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<{ id: bigint }>(
    'payments.lockFreeIntents',
    'select id from payments.intent where id = any($1::bigint[]) order by id for update skip locked',
    [ids],
  )
