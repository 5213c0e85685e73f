import { constants, publicEncrypt } from 'node:crypto'
import {
  ProviderRefused,
  type ProviderTransfer,
  ProviderUnknown,
  type StartTransfer,
  type TransferState,
} from '../port.ts'
import { record, text } from './answers.ts'
import type { SendCall } from './client.ts'
import type { OpenedConfig } from './config.ts'

/**
 * 商家转账 with confirmation by the payee. Commission is scene 1005 and says the payee's post and what it is for; the
 * marketing scene would be another tax matter. Source: https://pay.weixin.qq.com/doc/v3/merchant/4012716434
 */
const COMMISSION_SCENE = '1005'
/** WeChat Pay wants the name from here on and refuses it below 0.30 CNY. */
const NAME_FROM_FEN = 200_000
const LONGEST_REMARK = 32

const STATES: Readonly<Record<string, TransferState>> = {
  ACCEPTED: 'processing',
  PROCESSING: 'processing',
  WAIT_USER_CONFIRM: 'confirming',
  TRANSFERING: 'processing',
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  CANCELING: 'processing',
  CANCELLED: 'cancelled',
}
const NO_SUCH_BILL = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS'])
const PATH = '/v3/fund-app/mch-transfer/transfer-bills'

export async function startTransfer(
  config: OpenedConfig,
  send: SendCall,
  transfer: StartTransfer,
): Promise<ProviderTransfer> {
  const name = transfer.amountFen >= NAME_FROM_FEN ? encryptToPlatform(config, transfer.payeeName) : undefined
  const body = {
    appid: config.appid,
    out_bill_no: transfer.billNo,
    transfer_scene_id: COMMISSION_SCENE,
    openid: transfer.payee,
    ...(name && { user_name: name.ciphertext }),
    transfer_amount: transfer.amountFen,
    transfer_remark: [...transfer.remark].slice(0, LONGEST_REMARK).join(''),
    notify_url: transfer.notifyUrl,
    transfer_scene_report_infos: [
      { info_type: '岗位类型', info_content: transfer.post },
      { info_type: '报酬说明', info_content: transfer.description },
    ],
  }
  const answer = await send({ method: 'POST', path: PATH, body, ...(name && { encryptedTo: name.serial }) })
  // The answer to a start names no amount; the query does.
  return transferIn(answer, transfer.billNo, transfer.amountFen)
}

export async function queryTransfer(config: OpenedConfig, send: SendCall, billNo: string): Promise<ProviderTransfer> {
  const path = `${PATH}/out-bill-no/${encodeURIComponent(billNo)}`
  const answer = await send({ method: 'GET', path }).catch((error: unknown) => {
    if (error instanceof ProviderRefused && NO_SUCH_BILL.has(error.code)) return null
    throw error
  })
  if (answer === null)
    return {
      billNo,
      state: 'unknown_transfer',
      providerBill: null,
      amountFen: null,
      confirmPackage: null,
      failReason: null,
    }
  const mchid = text(record(answer).mch_id)
  if (mchid !== config.mchid) throw new ProviderUnknown('foreign', `answer of merchant ${mchid}`)
  return transferIn(answer, billNo, null)
}

function transferIn(answer: unknown, billNo: string, asked: number | null): ProviderTransfer {
  const found = readTransfer(answer)
  if (!found) throw new ProviderUnknown('malformed', 'not a transfer')
  // A signature covers no request, so a signed answer about another bill could be played back as this one's.
  if (found.transfer.billNo !== billNo) throw new ProviderUnknown('foreign', `answer about ${found.transfer.billNo}`)
  return { ...found.transfer, amountFen: found.transfer.amountFen ?? asked }
}

/** Null when it is not a transfer, or names a state that we do not know. The same shape comes in notifications. */
export function readTransfer(value: unknown): { transfer: ProviderTransfer; mchid: string | null } | null {
  const fields = record(value)
  const state = STATES[text(fields.state) ?? '']
  const billNo = text(fields.out_bill_no)
  if (!state || !billNo) return null
  const amount = fields.transfer_amount
  const transfer = {
    billNo,
    state,
    providerBill: text(fields.transfer_bill_no),
    amountFen: Number.isSafeInteger(amount) ? (amount as number) : null,
    confirmPackage: text(fields.package_info),
    failReason: text(fields.fail_reason),
  }
  return { transfer, mchid: text(fields.mch_id) ?? text(fields.mchid) }
}

/** RSAES-OAEP with SHA-1, as WeChat Pay opens sensitive fields; the serial says with which key. */
export function encryptToPlatform(config: OpenedConfig, plain: string): { serial: string; ciphertext: string } {
  const serial = config.publicKeyId ?? [...config.platformKeys.keys()][0]
  const key = serial === undefined ? undefined : config.platformKeys.get(serial)
  if (!serial || !key) throw new Error('no platform key to encrypt to')
  const sealed = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(plain))
  return { serial, ciphertext: sealed.toString('base64') }
}
