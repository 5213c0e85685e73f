import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { type TestPlatform, testPlatform } from '../../test/support/platform.ts'
import { book, declareAccounts, HOUSE, keepAccountKinds } from '../ledger/index.ts'
import { audit } from '../platform/audit.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { applyPaid } from './apply-facts.ts'
import { acceptRefunds, onOutcome, openIntents, pspClearing, room, useProvider } from './index.ts'
import type { PaidFact } from './intent.ts'
import { applyRefunded } from './refunds.ts'
import * as sql from './sql.ts'

/** Whatever order true news comes in, and how often: the same end. */

/** Where the owner of the purpose keeps what was paid. */
const kinds = declareAccounts({ test_deposit: { code: 9001, type: 'liability', guarded: false } })
const deposit = { kind: kinds.test_deposit, owner: HOUSE }
const AMOUNT = 6290
let stage: TestPlatform
let platform: Platform
/** What the owner of the purpose was handed, by reference. */
const handed = new Map<bigint, number>()

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { connections: 20 })
  platform = stage.platform
  useProvider(platform, { name: 'wechatpay' } as never)
  await keepAccountKinds(platform.db)
  onOutcome('wanted', {
    paid: async (_platform, tx, paid) => {
      for (const { intent } of paid) handed.set(intent.reference, (handed.get(intent.reference) ?? 0) + 1)
      await book(
        platform,
        tx,
        paid.map(({ intent }) => ({
          ...{ kind: 'order_paid', key: `pay:${formatId('pay', intent.id)}`, cellId: intent.cellId },
          ...{ reference: intent.reference, actor: 'test' },
          transfers: [{ debit: pspClearing, credit: deposit, amountFen: intent.amountFen }],
        })),
      )
      return paid.map(() => true)
    },
  })
  onOutcome('unwanted', { paid: async (_platform, _tx, paid) => paid.map(() => false) })
})
afterAll(() => stage.close())

async function newIntent(purpose: 'wanted' | 'unwanted'): Promise<bigint> {
  const id = platform.ids.next<'pay'>(0)
  const expiresAt = new Date(platform.clock.now().getTime() + 900_000)
  await platform.db.inTransaction(platform, async (tx) =>
    openIntents(platform, tx, [
      {
        id,
        cellId: 0,
        purpose,
        reference: platform.ids.next<'ord'>(0),
        payerPersonId: 1n,
        amountFen: AMOUNT,
        expiresAt,
      },
    ]),
  )
  return id
}

const success = (intentId: bigint, source: string, providerTxn = 'T1'): PaidFact => ({
  ...{ source, intentId, providerTxn, amountFen: AMOUNT, currency: 'CNY', paidAt: platform.clock.now() },
})
const apply = (...facts: PaidFact[]) => platform.db.inTransaction(platform, (tx) => applyPaid(platform, tx, facts))

/** What may happen around a payment, in any order. */
const events: Readonly<Record<string, (id: bigint) => Promise<unknown>>> = {
  answer: (id) => sql.markSubmitted(platform.db, id, 'h5', platform.clock.now()),
  timeout: (id) => sql.markUnknown(platform.db, [id], platform.clock.now()),
  notification: (id) => apply(success(id, 'notification')),
  query: (id) => apply(success(id, 'query')),
  close: (id) => sql.markEnded(platform.db, [id], 'closed', platform.clock.now()),
}

async function endOf(id: bigint) {
  const [intent] = await sql.findIntents(platform.db, [id])
  const journals = await platform.db.query<{ kind: string; key: string; fen: number }>(
    '',
    `select j.kind, j.key, t.amount_fen as fen from ledger.journal j join ledger.transfer t on t.journal_id = j.id
     where j.reference in ($1, $2) order by j.kind, j.key`,
    [id, intent?.reference],
  )
  const refunds = await sql.refundsOf(platform.db, [intent?.reference ?? 0n])
  const no = formatId('pay', id)
  return {
    state: intent?.state,
    providerTxn: intent?.providerTxn,
    journals: journals.map(({ kind, key, fen }) => `${kind} ${key.replace(no, 'NO')} ${fen}`),
    refunds: refunds.map((refund) => `${refund.state} ${refund.amount_fen}`),
    handed: handed.get(intent?.reference ?? 0n) ?? 0,
  }
}

function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of orders(items.filter((_, at) => at !== index))) yield [item, ...rest]
}

describe('every order of answer, time-out, notification, query and close', () => {
  const names = [...Object.keys(events), 'notification']
  const all = [...orders(names)].map((order) => order.join(' '))
  const distinct = [...new Set(all)].map((order) => order.split(' '))

  test(`${distinct.length} orders end paid, booked once`, { timeout: 60_000 }, async () => {
    expect(distinct).toHaveLength(360)
    for (const order of distinct) {
      const id = await newIntent('wanted')
      for (const name of order) await events[name]?.(id)
      expect(await endOf(id), order.join(', ')).toEqual({
        ...{ state: 'succeeded', providerTxn: 'T1', refunds: [], handed: 1 },
        journals: [`order_paid pay:NO ${AMOUNT}`],
      })
    }
  })

  test('and where nothing wants the money, it is owed back once', { timeout: 60_000 }, async () => {
    for (const order of orders(Object.keys(events))) {
      const id = await newIntent('unwanted')
      for (const name of order) await events[name]?.(id)
      expect(await endOf(id), order.join(', ')).toEqual({
        ...{ state: 'succeeded', providerTxn: 'T1', refunds: [`accepted ${AMOUNT}`], handed: 0 },
        journals: [`payment_extra extra:NO ${AMOUNT}`],
      })
    }
  })

  test('all at once, and in one list', { timeout: 60_000 }, async () => {
    const many = await Promise.all(Array.from({ length: 10 }, () => newIntent('wanted')))
    await Promise.all(many.flatMap((id) => names.map((name) => events[name]?.(id))))
    for (const id of many) expect(await endOf(id)).toMatchObject({ state: 'succeeded', handed: 1 })
    const listed = await newIntent('wanted')
    expect(await apply(...['a', 'b', 'c'].map((source) => success(listed, source)))).toEqual([
      'paid',
      'duplicate',
      'duplicate',
    ])
    expect(await endOf(listed)).toMatchObject({ handed: 1, journals: [`order_paid pay:NO ${AMOUNT}`] })
  })
})

describe('more than one transaction for one intent', () => {
  test('in any order and number: one is taken, each other is owed back once', async () => {
    const facts = ['T1', 'T2', 'T2', 'T3']
    for (const order of orders(facts)) {
      const id = await newIntent('wanted')
      for (const txn of order) await apply(success(id, 'notification', txn))
      const [first = ''] = order
      const others = ['T1', 'T2', 'T3'].filter((txn) => txn !== first)
      expect(await endOf(id)).toMatchObject({
        ...{ state: 'succeeded', providerTxn: first, handed: 1 },
        journals: [`order_paid pay:NO ${AMOUNT}`, ...others.map((txn) => `payment_extra extra:NO/${txn} ${AMOUNT}`)],
      })
    }
  })

  test('another amount changes nothing', async () => {
    const id = await newIntent('wanted')
    expect(await apply({ ...success(id, 'notification'), amountFen: AMOUNT - 1 })).toEqual(['mismatch'])
    expect(await endOf(id)).toMatchObject({ state: 'created', handed: 0, journals: [], refunds: [] })
  })
})

describe('refunds', () => {
  const ask = (id: bigint, amountFen: number) =>
    platform.db.inTransaction(platform, async (tx) => {
      const [intent] = await sql.findIntents(tx, [id])
      if (!intent) throw new Error('no intent')
      const [refund] = await acceptRefunds(platform, tx, [{ intent, amountFen, reason: '测试', askedBy: 'test' }])
      return refund as bigint
    })

  test('fifty at once of a tenth each: ten are accepted, never more than was paid', async () => {
    const id = await newIntent('wanted')
    await apply(success(id, 'notification'))
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => ask(id, AMOUNT / 10)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(10)
    await expect(ask(id, 1)).rejects.toThrow('refund_exceeds_paid')
  })

  test('of what was never paid: none', async () => {
    await expect(ask(await newIntent('wanted'), 1)).rejects.toThrow('refund_exceeds_paid')
  })

  test('a success arrives once, however often it is said; another amount is not believed', async () => {
    const id = await newIntent('wanted')
    await apply(success(id, 'notification'))
    const refundId = await ask(id, 100)
    const said = (amountFen: number) =>
      platform.db.inTransaction(platform, (tx) =>
        applyRefunded(platform, tx, [
          {
            id: refundId,
            answer: {
              refundNo: formatId('rfd', refundId),
              state: 'succeeded',
              amountFen,
              providerRefund: 'R1',
            } as never,
          },
        ]),
      )
    expect(await said(99)).toEqual([false])
    const answers = await Promise.all(Array.from({ length: 10 }, () => said(100)))
    expect(answers.flat().filter(Boolean)).toHaveLength(1)
    const rows = await platform.db.query('', 'select id from ledger.journal where key = $1', [
      `rfok:${formatId('rfd', refundId)}`,
    ])
    expect(rows).toHaveLength(1)
  })
})

test('the checks of this room find nothing', async () => {
  expect((await audit(platform, [room])).checks.filter((check) => check.found > 0)).toEqual([])
})
