import type { Queryable } from '../../../platform/db.ts'
import { MOST_RECEIVERS } from '../port-sharing.ts'
import { record, text } from '../wechatpay/answers.ts'
import { chinaTime } from './content.ts'
import { digits, type SandboxKeys } from './keys.ts'
import type { Desk } from './merchant-calls.ts'
import { openName } from './transfers.ts'
import { WechatError } from './wechat-error.ts'

/** 分账 as WeChat Pay does it: a request is taken once by its number, and its receivers have their money at once here. */

const NUMBER = /^[0-9A-Za-z_\-|*@]{1,64}$/
const MOST_SPLITS = 50
/** At most so much of a payment may go to others, as a merchant agrees with WeChat Pay. */
const SHARE_BPS = 3_000

interface Receiver {
  readonly type: string
  readonly account: string
  readonly amount: number
  readonly description: string
}
interface SharingRow {
  readonly out_order_no: string
  readonly order_id: string
  readonly out_trade_no: string
  readonly asked: unknown
  readonly receivers: readonly Receiver[]
  readonly created_at: Date
  readonly transaction_id: string
}

/** POST /v3/profitsharing/orders */
export async function share(desk: Desk & { keys: SandboxKeys }, body: unknown, serial: string | null): Promise<object> {
  const asked = readShare(desk, body, serial)
  const total = asked.receivers.reduce((sum, one) => sum + one.amount, 0)
  return once(desk, asked, total, asked.release)
}

/** POST /v3/profitsharing/orders/unfreeze */
export async function unfreeze(desk: Desk, body: unknown): Promise<object> {
  const fields = record(body)
  if (!text(fields.description)) throw wrong('description')
  return once(desk, { ...numbersIn(fields), receivers: [], release: true }, 0, true)
}

export async function querySharing(desk: Desk, sharingNo: string, transactionId: string | undefined): Promise<object> {
  const row = await findSharing(desk.db, sharingNo)
  if (!row || row.transaction_id !== transactionId) throw new WechatError(404, 'RESOURCE_NOT_EXISTS', '记录不存在')
  return shown(desk, row)
}

/** GET /v3/profitsharing/transactions/{transaction_id}/amounts */
export async function unsplitAmount(desk: Desk, transactionId: string): Promise<object> {
  const [row] = await desk.db.query<{ left: number }>(
    'sandbox.unsplit',
    `select case when released or not shares then 0 else greatest(total_fen - refunded_fen - split_fen, 0) end as left
     from sandbox.payment where transaction_id = $1`,
    [transactionId],
  )
  if (!row) throw new WechatError(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  return { transaction_id: transactionId, unsplit_amount: row.left }
}

/** POST /v3/profitsharing/return-orders: never more than that receiver got of that split. */
export async function takeBack(desk: Desk, body: unknown): Promise<object> {
  const fields = record(body)
  const returnNo = number(fields.out_return_no, 'out_return_no')
  const sharingNo = number(fields.out_order_no, 'out_order_no')
  const account = text(fields.return_mchid)
  const amount = fields.amount
  if (!account || !text(fields.description)) throw wrong('return_mchid')
  if (!Number.isSafeInteger(amount) || (amount as number) < 1) throw wrong('amount')
  // The row lock makes parallel returns of one split wait for each other, and each sees what the one before left.
  const rows = await desk.db.query(
    'sandbox.takeBack',
    `with split as (select out_order_no, receivers from sandbox.sharing where out_order_no = $3 for update)
     insert into sandbox.sharing_return (out_return_no, return_id, out_order_no, account, amount_fen, created_at)
     select $1, $2, out_order_no, $4, $5, $6 from split where $5::bigint <= coalesce((select sum((r ->> 'amount')::bigint)
         from jsonb_array_elements(receivers) r where r ->> 'account' = $4), 0)
       - coalesce((select sum(amount_fen) from sandbox.sharing_return b where b.out_order_no = $3 and b.account = $4), 0)
     on conflict (out_return_no) do nothing returning out_return_no`,
    [returnNo, `309${digits(25)}`, sharingNo, account, amount, desk.clock.now()],
  )
  const known = await findReturn(desk.db, returnNo)
  if (!known && rows.length === 0) throw new WechatError(400, 'INVALID_REQUEST', '回退金额超过该接收方的分账金额')
  const same = known?.out_order_no === sharingNo && known.account === account && known.amount_fen === amount
  if (!known || !same) throw new WechatError(400, 'INVALID_REQUEST', '回退单号已存在，且请求参数不一致')
  return shownReturn(desk, known)
}

export async function queryTakeBack(desk: Desk, returnNo: string, sharingNo: string | undefined): Promise<object> {
  const row = await findReturn(desk.db, returnNo)
  if (row?.out_order_no !== sharingNo || !row) throw new WechatError(404, 'RESOURCE_NOT_EXISTS', '记录不存在')
  return shownReturn(desk, row)
}

interface Asked {
  readonly sharingNo: string
  readonly transactionId: string
  readonly receivers: readonly Receiver[]
  readonly release: boolean
}

/** One number moves money once; a payment is split at most so often, and never beyond what is left and agreed. */
async function once(desk: Desk, asked: Asked, total: number, release: boolean): Promise<object> {
  const before = await findSharing(desk.db, asked.sharingNo)
  if (before !== undefined) return repeated(desk, before, asked)
  await desk.db.query(
    'sandbox.share',
    `with paid as (
       update sandbox.payment set split_fen = split_fen + $2, released = released or $3, splits = splits + 1
       where transaction_id = $1 and state = 'SUCCESS' and shares and not released and splits < $4
         and split_fen + $2 <= (total_fen - refunded_fen) * $5 / 10000
         and not exists (select from sandbox.sharing where out_order_no = $6) returning out_trade_no)
     insert into sandbox.sharing (out_order_no, order_id, out_trade_no, asked, receivers, created_at)
     select $6, $7, out_trade_no, $8, $9, $10 from paid returning out_order_no`,
    [
      ...[asked.transactionId, total, release, MOST_SPLITS, SHARE_BPS, asked.sharingNo, `300${digits(25)}`],
      ...[JSON.stringify(asked), JSON.stringify(asked.receivers), desk.clock.now()],
    ],
  )
  const made = await findSharing(desk.db, asked.sharingNo)
  if (!made) throw await whyNot(desk, asked)
  return repeated(desk, made, asked)
}

async function whyNot(desk: Desk, { transactionId }: Asked): Promise<WechatError> {
  const [row] = await desk.db.query<{ shares: boolean; released: boolean; state: string }>(
    'sandbox.whyNotShared',
    'select shares, released, state from sandbox.payment where transaction_id = $1',
    [transactionId],
  )
  if (!row) return new WechatError(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  if (!row.shares) return new WechatError(403, 'RULE_LIMIT', '该订单没有声明分账')
  if (row.released) return new WechatError(400, 'INVALID_REQUEST', '该订单的剩余资金已解冻')
  return new WechatError(403, 'NOT_ENOUGH', '分账金额不足，或超过最大分账比例')
}

function repeated(desk: Desk, row: SharingRow, asked: Asked): object {
  if (JSON.stringify(row.asked) !== JSON.stringify(asked) && !sameAsked(row.asked, asked))
    throw new WechatError(400, 'INVALID_REQUEST', '分账单号已存在，且请求参数不一致')
  return shown(desk, row)
}

/** A database keeps the fields of an object in its own order. */
const sameAsked = (kept: unknown, asked: Asked): boolean => {
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_key, one) =>
      one && typeof one === 'object' && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => a.localeCompare(b)))
        : one,
    )
  return sorted(kept) === sorted(asked)
}

function readShare(desk: Desk & { keys: SandboxKeys }, body: unknown, serial: string | null): Asked {
  const fields = record(body)
  if (fields.appid !== desk.merchant.appid) throw new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  const list = Array.isArray(fields.receivers) ? fields.receivers.map(record) : []
  if (list.length === 0 || list.length > MOST_RECEIVERS) throw wrong('receivers')
  const receivers = list.map((one): Receiver => {
    const [type, account, description] = [text(one.type), text(one.account), text(one.description)]
    if (type !== 'MERCHANT_ID' && type !== 'PERSONAL_OPENID') throw wrong('receivers/type')
    if (!account || !description || [...description].length > 80) throw wrong('receivers')
    if (!Number.isSafeInteger(one.amount) || (one.amount as number) < 1) throw wrong('receivers/amount')
    if (text(one.name)) openName(desk.keys, text(one.name) as string, serial)
    return { type, account, amount: one.amount as number, description }
  })
  return { ...numbersIn(fields), receivers, release: fields.unfreeze_unsplit === true }
}

function numbersIn(fields: Record<string, unknown>): { sharingNo: string; transactionId: string } {
  const transactionId = text(fields.transaction_id)
  if (!transactionId) throw wrong('transaction_id')
  return { sharingNo: number(fields.out_order_no, 'out_order_no'), transactionId }
}

function number(value: unknown, where: string): string {
  if (typeof value !== 'string' || !NUMBER.test(value)) throw wrong(where)
  return value
}

const wrong = (where: string) => new WechatError(400, 'PARAM_ERROR', `输入源“/body/${where}”规则校验失败`)

function shown(desk: Desk, row: SharingRow): object {
  return {
    transaction_id: row.transaction_id,
    out_order_no: row.out_order_no,
    order_id: row.order_id,
    state: 'FINISHED',
    receivers: row.receivers.map((one, index) => ({
      ...one,
      ...{ result: 'SUCCESS', detail_id: `${row.order_id}${index}` },
      ...{ create_time: chinaTime(row.created_at), finish_time: chinaTime(desk.clock.now()) },
    })),
  }
}

interface ReturnRow {
  readonly out_return_no: string
  readonly return_id: string
  readonly out_order_no: string
  readonly account: string
  readonly amount_fen: number
  readonly created_at: Date
}

const shownReturn = (desk: Desk, row: ReturnRow): object => ({
  ...{ out_order_no: row.out_order_no, out_return_no: row.out_return_no, return_id: row.return_id },
  ...{ return_mchid: row.account, amount: row.amount_fen, description: '分账回退', result: 'SUCCESS' },
  ...{ create_time: chinaTime(row.created_at), finish_time: chinaTime(desk.clock.now()) },
})

const findSharing = async (db: Queryable, sharingNo: string): Promise<SharingRow | undefined> =>
  (
    await db.query<SharingRow>(
      'sandbox.findSharing',
      'select s.*, p.transaction_id from sandbox.sharing s join sandbox.payment p using (out_trade_no) where s.out_order_no = $1',
      [sharingNo],
    )
  )[0]

const findReturn = async (db: Queryable, returnNo: string): Promise<ReturnRow | undefined> =>
  (
    await db.query<ReturnRow>('sandbox.findReturn', 'select * from sandbox.sharing_return where out_return_no = $1', [
      returnNo,
    ])
  )[0]
