import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { openSandboxKeys, type SandboxKeys } from '../src/payments/providers/sandbox/keys.ts'
import { envelope, sign } from '../src/payments/providers/sandbox/platform-voice.ts'
import type { connectOnce } from '../src/platform/db.ts'
import { formatId } from '../src/platform/ids.ts'
import type { Stage } from './stage.ts'

type Connection = Awaited<ReturnType<typeof connectOnce>>

interface Unpaid {
  readonly id: string
  readonly amount_fen: string
}

const AT_ONCE = 16

/** Payments that nobody has paid yet, oldest first. */
export const unpaid = (connection: Connection, after: string, most: number) =>
  connection.query<Unpaid>(
    `select id::text, amount_fen::text from payments.intent where state = 'created' and id > $1 order by id limit $2`,
    [after, most],
  )

/** The sandbox's own success notifications of these payments, signed with its keys: a line each for send-lines.lua. */
export async function signNotifications(stage: Stage, intents: readonly Unpaid[]): Promise<string[]> {
  const keys = openSandboxKeys(path.join(stage.environment.LEAVEN_DATA_DIR ?? '', 'sandbox-keys'))
  const lines: string[] = new Array(intents.length)
  let next = 0
  const lane = async () => {
    while (next < intents.length) {
      const index = next++
      lines[index] = await signOne(keys, intents[index] as Unpaid)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return lines
}

async function signOne(keys: SandboxKeys, intent: Unpaid): Promise<string> {
  const now = new Date()
  const total = Number(intent.amount_fen)
  const content = JSON.stringify({
    ...{ appid: keys.merchant.appid, mchid: keys.merchant.mchid, trade_state: 'SUCCESS', trade_type: 'MWEB' },
    ...{ out_trade_no: formatId('pay', BigInt(intent.id)), transaction_id: `42${intent.id}` },
    ...{ trade_state_desc: '支付成功', bank_type: 'OTHERS', attach: '', success_time: now.toISOString() },
    payer: { openid: `o${intent.id}` },
    amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
  })
  const news = { id: randomUUID(), created_at: now, event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', content }
  const { headers, body } = await sign(keys.publicKeyId, JSON.stringify(envelope(news, keys.merchant.apiV3Key)), now)
  const of = (name: string) => headers[`wechatpay-${name}`]
  return [of('serial'), of('timestamp'), of('nonce'), of('signature'), body].join('\t')
}
