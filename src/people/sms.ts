import { createHmac } from 'node:crypto'
import { Outage } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { NO_CELL } from './person.ts'
import { maskPhone, type PhoneNumber } from './phone.ts'
import { deleteSandboxMessagesBefore, insertSandboxMessage } from './sql-staff.ts'

export interface SmsMessage {
  readonly phone: PhoneNumber
  readonly code: string
  readonly text: string
  readonly locale: 'zh-CN' | 'en'
}

/** The way a text message leaves the house. Throws Outage('sms') when it could not be handed over. */
export interface SmsChannel {
  send(message: SmsMessage): Promise<void>
}

const WEBHOOK_TIMEOUT_MS = 3_000
const SANDBOX_KEEPS_MS = 3_600_000

export function smsChannel(platform: Platform): SmsChannel {
  const { sms } = platform.config
  return sms.kind === 'webhook' ? webhookChannel(platform, sms) : sandboxChannel(platform)
}

/** `v1=` + HMAC-SHA-256 in hexadecimal over `timestamp.payload`; the receiver refuses old timestamps. */
export const signWebhook = (secret: string, timestamp: string, payload: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')}`

/** Keeps the message for the developer page. A demo has no telephone network; the code in it is a real one. */
function sandboxChannel(platform: Platform): SmsChannel {
  if (platform.config.mode !== 'demo') throw new Error('the sandbox SMS channel exists in demo mode only')
  return {
    send: (message) =>
      platform.db.inTransaction(platform, async (tx) => {
        const id = platform.ids.next<'sms'>(NO_CELL)
        await deleteSandboxMessagesBefore(tx, new Date(tx.at.getTime() - SANDBOX_KEEPS_MS))
        await insertSandboxMessage(tx, id, maskPhone(message.phone), message.text, tx.at)
      }),
  }
}

/** Hands the message to the operator's own gateway, which knows the SMS provider. */
function webhookChannel(platform: Platform, { url, secret }: { url: string; secret: string }): SmsChannel {
  return {
    send: async (message) => {
      const payload = JSON.stringify({
        id: formatId('sms', platform.ids.next<'sms'>(NO_CELL)),
        to: message.phone,
        template: 'sign_in_code',
        parameters: { code: message.code, minutes: 5 },
        text: message.text,
        locale: message.locale,
      })
      const timestamp = Math.floor(platform.clock.now().getTime() / 1000).toString()
      const headers = {
        'content-type': 'application/json',
        'leaven-timestamp': timestamp,
        'leaven-signature': signWebhook(secret, timestamp, payload),
      }
      const isTaken = await post(url, headers, payload)
      if (!isTaken) throw new Outage('sms')
    },
  }
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    // The cause may quote the request, and with it the phone and the code: it is not passed on.
    return false
  }
}
