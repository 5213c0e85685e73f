import { constants, privateDecrypt, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Queryable } from '../../../platform/db.ts'
import { record, text } from '../wechatpay/answers.ts'
import { chooseLanguage } from './cashier-words.ts'
import { chinaTime, transferNotification } from './content.ts'
import { digits, type SandboxKeys } from './keys.ts'
import type { Desk } from './merchant-calls.ts'
import { renderTransfer } from './transfer-page.ts'
import { WechatError } from './wechat-error.ts'

export interface TransferRow {
  out_bill_no: string
  transfer_bill_no: string
  package_info: string
  openid: string
  user_name: string | null
  amount_fen: number
  remark: string
  notify_url: string | null
  state: 'WAIT_USER_CONFIRM' | 'SUCCESS' | 'FAIL' | 'CANCELLED'
  fail_reason: string | null
  created_at: Date
  ended_at: Date | null
}

const NAME_FROM_FEN = 200_000
const LARGEST_FEN = 20_000_000

/** POST /v3/fund-app/mch-transfer/transfer-bills. One number moves money once; the payee must confirm. */
export async function transfer(
  desk: Desk & { keys: SandboxKeys },
  body: unknown,
  serial: string | null,
): Promise<object> {
  const asked = readTransfer(desk, body, serial)
  const now = desk.clock.now()
  await desk.db.query(
    'sandbox.insertTransfer',
    `insert into sandbox.transfer (out_bill_no, transfer_bill_no, package_info, openid, user_name, amount_fen, remark, scene, state, created_at, notify_url)
     values ($1, $2, $3, $4, $5, $6, $7, '1005', 'WAIT_USER_CONFIRM', $8, $9) on conflict (out_bill_no) do nothing`,
    [
      asked.billNo,
      `1330${digits(26)}`,
      randomBytes(24).toString('base64url'),
      asked.openid,
      asked.userName,
      asked.amountFen,
      asked.remark,
      now,
      asked.notifyUrl,
    ],
  )
  const row = (await findTransfer(desk.db, asked.billNo)) as TransferRow
  const same = row.openid === asked.openid && row.amount_fen === asked.amountFen && row.user_name === asked.userName
  if (!same) throw new WechatError(400, 'ALREADY_EXISTS', '商户单号已存在，且请求参数不一致')
  return {
    out_bill_no: row.out_bill_no,
    transfer_bill_no: row.transfer_bill_no,
    create_time: chinaTime(row.created_at),
    state: row.state,
    ...(row.state === 'WAIT_USER_CONFIRM' && { package_info: row.package_info }),
  }
}

export async function queryTransfer(desk: Desk, billNo: string): Promise<object> {
  const row = await findTransfer(desk.db, billNo)
  if (row?.out_bill_no !== billNo) throw new WechatError(404, 'NOT_FOUND', '记录不存在')
  return {
    mch_id: desk.merchant.mchid,
    out_bill_no: row.out_bill_no,
    transfer_bill_no: row.transfer_bill_no,
    appid: desk.merchant.appid,
    state: row.state,
    transfer_amount: row.amount_fen,
    transfer_remark: row.remark,
    openid: row.openid,
    ...(row.fail_reason && { fail_reason: row.fail_reason }),
    create_time: chinaTime(row.created_at),
    update_time: chinaTime(row.ended_at ?? row.created_at),
  }
}

/** The payee's pages, and the machine's way to press her button. */
export function transferRoutes(app: FastifyInstance, desk: Desk & { merchantName: string | null }): void {
  app.get<{ Params: { number: string }; Querystring: { lang?: string } }>(
    '/sandbox/cashier/transfer/:number',
    async (request, reply) => {
      const row = await findTransfer(desk.db, request.params.number)
      const language = chooseLanguage(request.query.lang, request.headers['accept-language'])
      return reply
        .code(row ? 200 : 404)
        .type('text/html; charset=utf-8')
        .headers({
          'cache-control': 'no-store',
          'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        })
        .send(renderTransfer(language, row))
    },
  )
  app.post<{ Params: { number: string }; Querystring: { lang?: string } }>(
    '/sandbox/cashier/transfer/:number/confirm',
    async (request, reply) => {
      const row = await findTransfer(desk.db, request.params.number)
      if (row) await endTransfer(desk, row)
      const { lang } = request.query
      return reply.redirect(
        `../${encodeURIComponent(request.params.number)}${lang ? `?lang=${encodeURIComponent(lang)}` : ''}`,
        303,
      )
    },
  )
  app.post<{ Params: { number: string } }>('/sandbox/transfers/:number', async ({ params, body }, reply) => {
    const row = await findTransfer(desk.db, params.number)
    if (!row) return reply.code(404).send({ error: 'no such transfer' })
    const { state } =
      Buffer.isBuffer(body) && body.length > 0
        ? (JSON.parse(body.toString('utf8')) as { state?: TransferRow['state'] })
        : {}
    await endTransfer(desk, row, state)
    return (await findTransfer(desk.db, params.number)) as TransferRow
  })
}

async function endTransfer(desk: Desk, row: TransferRow, wanted?: TransferRow['state']): Promise<void> {
  const fails = desk.faults.take('transfer', { order: row.out_bill_no }).has('fail')
  const state = wanted ?? (fails ? 'FAIL' : 'SUCCESS')
  const at = desk.clock.now()
  const ended = { ...row, state, fail_reason: state === 'FAIL' ? 'ACCOUNT_FROZEN' : null, ended_at: at }
  const n = transferNotification(desk.merchant, ended, at)
  await desk.db.query(
    'sandbox.endTransfer',
    `with ended as (update sandbox.transfer set state = $2, fail_reason = $3, ended_at = $4 where out_bill_no = $1 and state = 'WAIT_USER_CONFIRM'
       returning out_bill_no, notify_url)
     insert into sandbox.notification (id, out_trade_no, event_type, summary, content, notify_url, created_at, next_at)
     select $5, out_bill_no, $6, $7, $8, notify_url, $4, $4 from ended where notify_url is not null`,
    [row.out_bill_no, state, ended.fail_reason, at, n.id, n.event_type, n.summary, n.content],
  )
  desk.wake()
}

/** By our number or by the package that the payee's app was given. */
async function findTransfer(db: Queryable, number: string): Promise<TransferRow | null> {
  const rows = await db.query<TransferRow>(
    'sandbox.findTransfer',
    'select * from sandbox.transfer where out_bill_no = $1 or package_info = $1',
    [number],
  )
  return rows[0] ?? null
}

function readTransfer(desk: Desk & { keys: SandboxKeys }, body: unknown, serial: string | null) {
  const fields = record(body)
  const wrong = (where: string) => new WechatError(400, 'PARAM_ERROR', `输入源“/body/${where}”规则校验失败`)
  if (fields.appid !== desk.merchant.appid) throw new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  const billNo = text(fields.out_bill_no) ?? ''
  if (!/^[0-9A-Za-z]{1,32}$/.test(billNo)) throw wrong('out_bill_no')
  if (fields.transfer_scene_id !== '1005') throw new WechatError(403, 'NO_AUTH', '商户未开通此转账场景')
  const openid = text(fields.openid)
  if (!openid) throw wrong('openid')
  const amountFen = fields.transfer_amount
  if (!Number.isSafeInteger(amountFen) || (amountFen as number) < 10 || (amountFen as number) > LARGEST_FEN)
    throw wrong('transfer_amount')
  const remark = text(fields.transfer_remark)
  if (!remark || [...remark].length > 32) throw wrong('transfer_remark')
  const infos = Array.isArray(fields.transfer_scene_report_infos) ? fields.transfer_scene_report_infos.map(record) : []
  const told = (type: string) => infos.some((info) => info.info_type === type && text(info.info_content))
  // Commission without post and description is refused by the real one, too.
  if (!told('岗位类型') || !told('报酬说明')) throw wrong('transfer_scene_report_infos')
  const sealed = text(fields.user_name)
  if ((amountFen as number) >= NAME_FROM_FEN && !sealed) throw wrong('user_name')
  return {
    billNo,
    openid,
    amountFen: amountFen as number,
    remark,
    notifyUrl: text(fields.notify_url),
    userName: sealed && openName(desk.keys, sealed, serial),
  }
}

export function openName(keys: SandboxKeys, sealed: string, serial: string | null): string {
  const key = [keys.publicKeyId, keys.certificate].find((one) => one.serial === serial)
  try {
    if (!key) throw new Error('no such serial')
    const options = { key: key.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
    return privateDecrypt(options, Buffer.from(sealed, 'base64')).toString('utf8')
  } catch {
    throw new WechatError(400, 'PARAM_ERROR', '敏感信息解密失败，请检查 Wechatpay-Serial')
  }
}
