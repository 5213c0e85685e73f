import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { book, declareAccounts, HOUSE, keepAccountKinds, room as ledger } from '../../src/ledger/index.ts'
import { applyPaid } from '../../src/payments/apply-facts.ts'
import { paidFact } from '../../src/payments/inbox.ts'
import { onOutcome, openIntents, pspClearing, room, useProvider } from '../../src/payments/index.ts'
import { paymentNotification, refundNotification } from '../../src/payments/providers/sandbox/content.ts'
import { type Forgery, forge } from '../../src/payments/providers/sandbox/forgery.ts'
import { openSandboxKeys, type SandboxKeys, sandboxConfig } from '../../src/payments/providers/sandbox/keys.ts'
import { sayNotification } from '../../src/payments/providers/sandbox/platform-voice.ts'
import type { NewNotification, PaymentRow, RefundRow } from '../../src/payments/providers/sandbox/sql.ts'
import { wechatPay } from '../../src/payments/providers/wechatpay/provider.ts'
import * as sql from '../../src/payments/sql.ts'
import { takeNotification } from '../../src/payments/take-notification.ts'
import { audit } from '../../src/platform/audit.ts'
import { isRefusal } from '../../src/platform/errors.ts'
import { formatId } from '../../src/platform/ids.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { freshDatabase } from '../support/database.ts'
import { type TestPlatform, testPlatform } from '../support/platform.ts'

/**
 * Twenty thousand signed notifications, questions and accidents, lost, doubled, reordered, late and forged, many at a
 * time: what the books say in the end is what truly happened, to the fen. LEAVEN_EVENTS asks for more of them.
 */
const EVENTS = Number(process.env.LEAVEN_EVENTS ?? 20_000)
const INTENTS = Math.ceil(EVENTS / 8)
const AT_ONCE = 64
/** Those that need no key of their own; the others are in the forgeries' own test. */
const FORGERIES: readonly Forgery[] = [
  ...(['no_headers', 'empty_signature', 'host_localhost', 'stale', 'stale_made_fresh', 'swapped_certificate'] as const),
  ...([
    'body_changed',
    'nonce_changed',
    'amount_up_with_wrong_key',
    'other_merchant',
    'other_app',
    'truncated_tag',
  ] as const),
]

/** Where the owner of the purpose keeps what was paid. */
const kinds = declareAccounts({ test_deposit: { code: 9001, type: 'liability', guarded: false } })
const deposit = { kind: kinds.test_deposit, owner: HOUSE }
let stage: TestPlatform
let platform: Platform
let keys: SandboxKeys
const folder = mkdtempSync(path.join(tmpdir(), 'leaven-events-'))

beforeAll(async () => {
  stage = await testPlatform(await freshDatabase(), { connections: 20 })
  platform = stage.platform
  const keysDir = path.join(folder, 'keys')
  const now = () => platform.clock.now()
  useProvider(platform, wechatPay(sandboxConfig(keysDir, 'http://127.0.0.1:1'), { now }))
  keys = openSandboxKeys(keysDir)
  await keepAccountKinds(platform.db)
  onOutcome('kept', {
    paid: async (_platform, tx, paid) => {
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
  onOutcome('too_late', { paid: async (_platform, _tx, paid) => paid.map(() => false) })
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true })
})

/** Mulberry32: the same events every time, so that what fails once fails again. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const roll = dice(20_261_122)
const below = (n: number) => Math.floor(roll() * n)
function shuffle<T>(items: T[]): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = below(at + 1)
    ;[items[at], items[other]] = [items[other] as T, items[at] as T]
  }
  return items
}

interface Life {
  readonly id: bigint
  readonly purpose: 'kept' | 'too_late'
  readonly amountFen: number
  /** What the provider truly took: its numbers. */
  readonly paid: PaymentRow[]
  refunded: boolean
}
type Happening = () => Promise<unknown>

const paymentRow = (id: bigint, amountFen: number, copy: number): PaymentRow => ({
  ...{
    out_trade_no: formatId('pay', id),
    prepay_id: `wx${id}`,
    transaction_id: `42000${id}${copy}`,
    trade_type: 'MWEB',
  },
  ...{
    state: 'SUCCESS',
    description: '酵母订单',
    total_fen: amountFen,
    currency: 'CNY',
    notify_url: 'http://shop.test/notify',
  },
  ...{ payer_openid: 'o1', asked_expire: null, payable_until: platform.clock.now(), created_at: platform.clock.now() },
  ...{ paid_at: platform.clock.now(), closed_at: null, refunded_fen: 0, refunds: 0, shares: false },
})

async function openLives(): Promise<Life[]> {
  const lives = Array.from({ length: INTENTS }, (): Life => {
    const id = platform.ids.next<'pay'>(below(4)) as bigint
    const amountFen = 1 + below(100_000)
    const paid = Array.from({ length: [1, 1, 1, 1, 1, 1, 2, 0][below(8)] as number }, (_, copy) =>
      paymentRow(id, amountFen, copy),
    )
    return { id, purpose: below(10) === 0 ? 'too_late' : 'kept', amountFen, paid, refunded: false }
  })
  await platform.db.inTransaction(platform, async (tx) =>
    openIntents(
      platform,
      tx,
      lives.map((life) => ({
        ...{
          id: life.id,
          cellId: Number((life.id >> 14n) & 255n),
          purpose: life.purpose,
          reference: platform.ids.next<'ord'>(0),
        },
        ...{
          payerPersonId: 1n,
          amountFen: life.amountFen,
          expiresAt: new Date(platform.clock.now().getTime() + 900_000),
        },
      })),
    ),
  )
  return lives
}

const say = async (notification: NewNotification) => {
  const row = { ...notification, out_trade_no: '', attempts: 1, seq: 1 }
  const { headers, body } = await sayNotification(keys, row, platform.clock.now())
  return takeNotification(platform, { headers, rawBody: body, now: platform.clock.now() })
}

const forged = async (life: Life) => {
  const name = FORGERIES[below(FORGERIES.length)] as Forgery
  const { headers, body } = await forge(name, keys, paymentRow(life.id, life.amountFen, 9), platform.clock.now())
  const answer = takeNotification(platform, { headers, rawBody: body, now: platform.clock.now() })
  await expect(answer, name).rejects.toSatisfy((error) => isRefusal(error, 'notification_forged'))
}

/** The janitor's own question, answered by what the provider knows: its first success. */
const asked = (life: Life) => async () => {
  const [first] = life.paid
  if (!first) return sql.markUnknown(platform.db, [life.id], platform.clock.now())
  const payment = {
    ...{ intentNo: first.out_trade_no, state: 'succeeded' as const, providerTxn: first.transaction_id },
    ...{ amountFen: first.total_fen, currency: 'CNY', paidAt: first.paid_at, payer: null },
  }
  return platform.db.inTransaction(platform, (tx) => applyPaid(platform, tx, [paidFact('query', life.id, payment)]))
}

/** What happens to one payment, each success told never or up to four times under its own number. */
function happenings(life: Life): Happening[] {
  const at = () => platform.clock.now()
  const told = life.paid.flatMap((row) => {
    const notification = paymentNotification(keys.merchant, row, at())
    return Array.from({ length: below(5) }, (): Happening => () => say(notification))
  })
  const accidents: Happening[] = [
    () => sql.markSubmitted(platform.db, life.id, 'h5', at()),
    () => sql.markUnknown(platform.db, [life.id], at()),
    () => sql.markEnded(platform.db, [life.id], 'closed', at()),
    () => forged(life),
    () => forged(life),
    asked(life),
  ]
  return [...told, ...accidents.filter(() => below(10) < 7)]
}

async function all(happening: readonly Happening[]): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < happening.length) await (happening[next++] as Happening)()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

test(`${EVENTS} events in any order end on what truly happened, to the fen`, { timeout: 600_000 }, async () => {
  const lives = await openLives()
  const happening = lives.flatMap(happenings)
  while (happening.length < EVENTS) happening.push(...happenings(lives[below(lives.length)] as Life))
  await all(shuffle(happening.slice(0, EVENTS)))
  // What was lost is told at last, as the provider does for a day; then refunds arrive, some of them twice.
  const late = lives.flatMap((life) =>
    life.paid.map(
      (row): Happening =>
        () =>
          say(paymentNotification(keys.merchant, row, platform.clock.now())),
    ),
  )
  await all(shuffle(late))
  const refunds = await platform.db.query<{ id: bigint; intent_id: bigint; amount_fen: number }>(
    '',
    `select id, intent_id, amount_fen from payments.refund where state = 'accepted'`,
  )
  await all(
    shuffle(
      refunds.flatMap((refund) => {
        const life = lives.find((one) => one.id === refund.intent_id) as Life
        life.refunded = true
        const row: RefundRow = {
          ...{
            out_refund_no: formatId('rfd', refund.id),
            refund_id: `503${refund.id}`,
            out_trade_no: formatId('pay', life.id),
          },
          ...{
            refund_fen: refund.amount_fen,
            reason: '退回',
            notify_url: 'http://shop.test/notify',
            created_at: platform.clock.now(),
          },
          ...{ settles_at: platform.clock.now(), outcome: 'SUCCESS' },
        }
        const notification = refundNotification(keys.merchant, life.paid[0] as PaymentRow, row) as NewNotification
        return Array.from({ length: 1 + below(3) }, (): Happening => () => say(notification))
      }),
    ),
  )

  const intents = new Map(
    (
      await sql.findIntents(
        platform.db,
        lives.map((life) => life.id),
      )
    ).map((one) => [one.id, one]),
  )
  for (const life of lives) {
    expect(intents.get(life.id)?.state === 'succeeded', formatId('pay', life.id)).toBe(life.paid.length > 0)
    expect(life.refunded, 'what nobody wants goes back, once').toBe(life.purpose === 'too_late' && life.paid.length > 0)
  }
  const came = lives.reduce((sum, life) => sum + life.paid.length * life.amountFen, 0)
  const back = lives.reduce((sum, life) => sum + (life.refunded ? life.amountFen : 0), 0)
  const [clearing] = await platform.db.query<{ fen: number }>(
    '',
    `select (sum(amount_fen) filter (where debit_kind = 1001) - coalesce(sum(amount_fen) filter (where credit_kind = 1001), 0))::bigint as fen from ledger.transfer`,
  )
  expect(clearing?.fen).toBe(came - back)
  const { checks } = await audit(platform, [ledger, room])
  expect(checks.filter((check) => check.found > 0 && !check.name.includes('sealed'))).toEqual([])
  expect(checks.find((check) => check.name.startsWith('payments: every successful'))?.looked).toBeGreaterThan(
    INTENTS / 2,
  )
})
