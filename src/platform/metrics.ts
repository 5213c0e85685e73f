import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Platform } from './platform.ts'
import { countRequest, writeRequestCounts } from './request-counts.ts'

const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'leaven_' })
const own = { registers: [registry] }

const batchSize = new Histogram({
  name: 'leaven_batch_size',
  help: 'Members of a batch',
  labelNames: ['batcher'],
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  ...own,
})
const waiting = new Gauge({
  name: 'leaven_batch_waiting',
  help: 'Requests that wait for a batch',
  labelNames: ['batcher'],
  ...own,
})
const shedRequests = new Counter({
  name: 'leaven_requests_shed_total',
  help: 'Requests that were told to come again because too many waited',
  labelNames: ['route'],
  ...own,
})
const outboxLag = new Gauge({
  name: 'leaven_outbox_lag_seconds',
  help: 'Age of the oldest news that a subscriber has not taken',
  labelNames: ['subscriber'],
  ...own,
})
const unknownPayments = new Gauge({
  name: 'leaven_payments_unknown',
  help: 'Payments whose outcome nobody knows yet',
  ...own,
})
const lastAudit = new Gauge({
  name: 'leaven_last_audit_seconds',
  help: 'When the audit last ran, as a Unix time; 0: never',
  ...own,
})
const auditOk = new Gauge({ name: 'leaven_last_audit_ok', help: '1 when the last audit was green', ...own })

/** Counts what the batchers do; called by them. */
export function countBatch(batcher: string, members: number, stillWaiting: number): void {
  batchSize.observe({ batcher }, members)
  waiting.set({ batcher }, stillWaiting)
}

export const countShed = (route: string): void => shedRequests.inc({ route })

/** Counts every request by its route pattern, never by its path: paths hold ids. */
export function countRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    countRequest(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}

/** The metrics page, with what the database knows read now. */
export async function readMetrics(platform: Platform): Promise<string> {
  const [facts] = await platform.db.query<{ unknown: number; audited_at: Date | null; audit_ok: boolean | null }>(
    'platform.metricFacts',
    `select (select count(*) from payments.intent where state = 'unknown') as unknown, a.ran_at as audited_at, a.ok as audit_ok
     from (select 1) as one left join lateral (select ran_at, ok from platform.audit_run order by ran_at desc limit 1) a on true`,
  )
  const lags = await platform.db.query<{ subscriber: string; since: Date | null }>(
    'platform.outboxLags',
    `select c.subscriber, n.occurred_at as since from platform.outbox_cursor c left join lateral
       (select occurred_at from platform.outbox where (tx, id) > (c.tx, c.id) order by tx, id limit 1) n on true`,
  )
  const now = platform.clock.now().getTime()
  unknownPayments.set(facts?.unknown ?? 0)
  lastAudit.set((facts?.audited_at?.getTime() ?? 0) / 1000)
  auditOk.set(facts?.audit_ok ? 1 : 0)
  for (const { subscriber, since } of lags)
    outboxLag.set({ subscriber }, since ? Math.max(0, (now - since.getTime()) / 1000) : 0)
  return (await registry.metrics()) + writeRequestCounts()
}

export const metricsContentType = registry.contentType
