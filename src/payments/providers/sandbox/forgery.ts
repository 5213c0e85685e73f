import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { ForgeryReason } from '../port.ts'
import { paymentNotification } from './content.ts'
import type { Merchant, SandboxKeys } from './keys.ts'
import { envelope, type Said, sign } from './platform-voice.ts'
import type { NewNotification, PaymentRow } from './sql.ts'

/**
 * Everything that an attacker without the platform's private key (or with another merchant's notification) can send.
 * Each names the reason for which it must be refused. For tests of the inbox and for drills against a running shop.
 */
export interface Forged {
  headers: Record<string, string | string[] | undefined>
  body: string
}

interface Workshop {
  keys: SandboxKeys
  now: Date
  /** A "paid" for the order, as the platform would tell it. */
  news: (merchant?: Merchant) => NewNotification
  /** Genuinely signed: what the attacker recorded, or got for an order of a shop of their own. */
  genuine: (changes?: {
    merchant?: Merchant
    apiV3Key?: string
    body?: (body: string) => string
    at?: Date
  }) => Promise<Said>
}

interface Recipe {
  reason: ForgeryReason
  make: (workshop: Workshop) => Promise<Forged>
}

export async function forge(name: Forgery, keys: SandboxKeys, order: PaymentRow, now: Date): Promise<Forged> {
  const paid = {
    ...order,
    state: 'SUCCESS' as const,
    paid_at: now,
    transaction_id: `4200000000${randomBytes(6).toString('hex')}`,
    payer_openid: order.payer_openid ?? 'oFORGED',
  }
  const news = (merchant: Merchant = keys.merchant) => paymentNotification(merchant, paid, now)
  const genuine: Workshop['genuine'] = ({ merchant, apiV3Key, body = (same: string) => same, at = now } = {}) => {
    const sealed = JSON.stringify(envelope(news(merchant), apiV3Key ?? keys.merchant.apiV3Key))
    return sign(keys.publicKeyId, body(sealed), at)
  }
  return forgeries[name].make({ keys, now, news, genuine })
}

/** What each forgery must be refused for. */
export function reasonFor(name: Forgery): ForgeryReason {
  return forgeries[name].reason
}

const MINUTE = 60_000

export const forgeries = {
  no_headers: recipe('headers', async (w) => ({ headers: {}, body: (await w.genuine()).body })),
  empty_signature: recipe('headers', (w) => withHeader(w, 'wechatpay-signature', '')),
  signature_twice: recipe('headers', async (w) => {
    const { headers, body } = await w.genuine()
    const one = headers['wechatpay-signature'] as string
    return { headers: { ...headers, 'wechatpay-signature': [one, one] }, body }
  }),
  host_localhost: recipe('headers', async (w) => ({
    headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' },
    body: (await w.genuine()).body,
  })),
  other_schema: recipe('headers', (w) => withHeader(w, 'wechatpay-signature-type', 'WECHATPAY2-SHA1-RSA1024')),
  no_serial: recipe('headers', (w) => withHeader(w, 'wechatpay-serial', undefined)),
  stale: recipe('stale', (w) => w.genuine({ at: new Date(w.now.getTime() - 6 * MINUTE) })),
  future: recipe('stale', (w) => w.genuine({ at: new Date(w.now.getTime() + 6 * MINUTE) })),
  timestamp_not_a_number: recipe('stale', (w) => withHeader(w, 'wechatpay-timestamp', '1e9')),
  stale_made_fresh: recipe('signature', async (w) => {
    const { headers, body } = await w.genuine({ at: new Date(w.now.getTime() - 6 * MINUTE) })
    return { headers: { ...headers, 'wechatpay-timestamp': String(Math.floor(w.now.getTime() / 1000)) }, body }
  }),
  unknown_serial: recipe('serial', (w) => signedBy(w, attacker(), '5157F09EFDC096DE15EBE81A47057A7232F1B8E1')),
  merchant_serial: recipe('serial', (w) => signedBy(w, attacker(), w.keys.merchant.serialNo)),
  serial_of_object_prototype: recipe('serial', (w) => signedBy(w, attacker(), 'constructor')),
  wrong_key: recipe('signature', (w) => signedBy(w, attacker(), w.keys.publicKeyId.serial)),
  swapped_certificate: recipe('signature', (w) =>
    signedBy(w, w.keys.publicKeyId.privateKey, w.keys.certificate.serial),
  ),
  probe: recipe('signature', async (w) => {
    const { headers, body } = await w.genuine()
    const probe = `WECHATPAY/SIGNTEST/${headers['wechatpay-signature']?.slice(19)}`
    return { headers: { ...headers, 'wechatpay-signature': probe }, body }
  }),
  signature_with_noise: recipe('signature', async (w) => {
    const { headers, body } = await w.genuine()
    return { headers: { ...headers, 'wechatpay-signature': `-${headers['wechatpay-signature']}` }, body }
  }),
  body_changed: recipe('signature', async (w) => {
    const { headers, body } = await w.genuine()
    return { headers, body: body.replace('支付成功', '支付成功 ') }
  }),
  nonce_changed: recipe('signature', (w) => withHeader(w, 'wechatpay-nonce', randomBytes(16).toString('hex'))),
  amount_up_with_wrong_key: recipe('decrypt', (w) => resealed(w, 1)),
  amount_down_with_wrong_key: recipe('decrypt', (w) => resealed(w, -1)),
  truncated_tag: recipe('decrypt', (w) => w.genuine({ body: (body) => cutTag(body, 12) })),
  tag_of_four_bytes: recipe('decrypt', (w) => w.genuine({ body: (body) => cutTag(body, 4) })),
  tag_alone: recipe('decrypt', (w) => w.genuine({ body: (body) => body.replace(CIPHERTEXT, '"ciphertext":"AAAA"') })),
  other_associated_data: recipe('decrypt', (w) =>
    w.genuine({ body: (body) => body.replace('"associated_data":"transaction"', '"associated_data":"refund"') }),
  ),
  other_algorithm: recipe('malformed', (w) => w.genuine({ body: (body) => body.replace('AEAD_AES_256_GCM', 'NONE') })),
  not_json: recipe('malformed', (w) => w.genuine({ body: () => 'success' })),
  answer_replayed: recipe('malformed', (w) => w.genuine({ body: () => w.news().content })),
  other_merchant: recipe('merchant', (w) => w.genuine({ merchant: { ...w.keys.merchant, mchid: '1900000001' } })),
  other_app: recipe('app', (w) => w.genuine({ merchant: { ...w.keys.merchant, appid: 'wx0000000000000000' } })),
} satisfies Record<string, Recipe>

export type Forgery = keyof typeof forgeries

function recipe(reason: ForgeryReason, make: Recipe['make']): Recipe {
  return { reason, make }
}

const CIPHERTEXT = /"ciphertext":"[^"]*"/

async function withHeader(workshop: Workshop, name: string, value: string | undefined): Promise<Forged> {
  const { headers, body } = await workshop.genuine()
  return { headers: { ...headers, [name]: value }, body }
}

function attacker(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
}

function signedBy(workshop: Workshop, privateKey: KeyObject, serial: string): Promise<Said> {
  const body = JSON.stringify(envelope(workshop.news(), workshop.keys.merchant.apiV3Key))
  return sign({ serial, privateKey, publicPem: '' }, body, workshop.now)
}

const ANOTHER_KEY = 'f'.repeat(32)

/** Signed by the platform for some merchant whose APIv3 key the attacker knows: their own. */
function resealed(workshop: Workshop, fenOff: number): Promise<Said> {
  const news = workshop.news()
  const content = JSON.parse(news.content) as { amount: { total: number } }
  content.amount.total += fenOff
  const body = JSON.stringify(envelope({ ...news, content: JSON.stringify(content) }, ANOTHER_KEY))
  return sign(workshop.keys.publicKeyId, body, workshop.now)
}

function cutTag(body: string, kept: number): string {
  const sent = JSON.parse(body) as { resource: { ciphertext: string } }
  const bytes = Buffer.from(sent.resource.ciphertext, 'base64')
  sent.resource.ciphertext = bytes.subarray(0, bytes.length - 16 + kept).toString('base64')
  return JSON.stringify(sent)
}
