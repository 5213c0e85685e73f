import { randomBytes } from 'node:crypto'
import { ALGORITHM, encrypt } from '../wechatpay/aead.ts'
import { message, newNonce, SCHEMA, signMessage } from '../wechatpay/signature.ts'
import { chinaTime } from './content.ts'
import type { PlatformKey, SandboxKeys } from './keys.ts'
import type { NotificationRow } from './sql.ts'

/** What is sealed, as the envelope and the sealed text's own associated data name it. */
const KINDS: Readonly<Record<string, string>> = { REFUND: 'refund', MCHTRANSFER: 'mch_payment' }

/** How the simulator speaks: what WeChat Pay's side signs and seals. */
export interface Said {
  headers: Record<string, string>
  body: string
}

/** Signed over `timestamp\nnonce\nbody\n`, as answers and notifications are. */
export async function sign(key: PlatformKey, body: string, now: Date): Promise<Said> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const nonce = newNonce()
  const signature = await signMessage(message(timestamp, nonce, body), key.privateKey)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': key.serial,
    'wechatpay-signature': signature,
    'wechatpay-signature-type': SCHEMA,
  }
  return { headers, body }
}

/** Each attempt is signed anew (its time must be fresh), under the same notification id. */
export async function sayNotification(keys: SandboxKeys, row: NotificationRow, now: Date): Promise<Said> {
  return sign(keys.publicKeyId, JSON.stringify(envelope(row, keys.merchant.apiV3Key)), now)
}

export function envelope(
  row: Pick<NotificationRow, 'id' | 'created_at' | 'event_type' | 'summary' | 'content'>,
  apiV3Key: string,
): object {
  const kind = KINDS[row.event_type.split('.')[0] ?? ''] ?? 'transaction'
  const nonce = randomBytes(6).toString('hex')
  return {
    id: row.id,
    create_time: chinaTime(row.created_at),
    resource_type: 'encrypt-resource',
    event_type: row.event_type,
    summary: row.summary,
    resource: {
      original_type: kind,
      algorithm: ALGORITHM,
      ciphertext: encrypt(row.content, apiV3Key, nonce, kind),
      associated_data: kind,
      nonce,
    },
  }
}
