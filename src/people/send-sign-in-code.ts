import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { mustReadPhone } from './create-person.ts'
import { fingerprintOf } from './phone.ts'
import { CODE_LIFE_MS, CODES_PER_HOUR, HOUR_MS, hashCode, makeCode, RESEND_AFTER_MS } from './phone-code.ts'
import { smsChannel } from './sms.ts'
import { allowResend, claimSending, sendingOf } from './sql.ts'

export interface CodeAsked {
  readonly phone: string
  readonly locale: 'zh-CN' | 'en'
}

/**
 * Sends a sign-in code; the one before it is void. Never looks whether the phone has a person, so answer and time are
 * the same for both. Refuses `code_too_soon` (60 s between two, five an hour). An Outage of the channel costs no waiting.
 */
export async function sendSignInCode(platform: Platform, asked: CodeAsked) {
  const phone = mustReadPhone(asked.phone)
  const fingerprint = fingerprintOf(platform.keys, phone)
  const code = makeCode()
  const codeHash = hashCode(platform.keys, fingerprint, code)
  await claim(platform, fingerprint, codeHash)
  try {
    await smsChannel(platform).send({ phone, code, text: wordsFor(code, asked.locale), locale: asked.locale })
  } catch (error) {
    await allowResend(platform.db, fingerprint, codeHash, platform.clock.now())
    throw error
  }
  return { expiresInSeconds: CODE_LIFE_MS / 1000, resendInSeconds: RESEND_AFTER_MS / 1000 }
}

async function claim(platform: Platform, fingerprint: Buffer, codeHash: Buffer): Promise<void> {
  const { at, isClaimed } = await platform.db.inTransaction(platform, async (tx) => {
    const claimed = await claimSending(tx, {
      fingerprint,
      codeHash,
      at: tx.at,
      resendAt: new Date(tx.at.getTime() + RESEND_AFTER_MS),
      expiresAt: new Date(tx.at.getTime() + CODE_LIFE_MS),
      hourAgo: new Date(tx.at.getTime() - HOUR_MS),
      perHour: CODES_PER_HOUR,
      limitsApply: platform.config.limitsApply,
    })
    return { at: tx.at, isClaimed: claimed.length > 0 }
  })
  if (isClaimed) return
  const [sending] = await sendingOf(platform.db, fingerprint)
  const fullUntilMs = sending && sending.sentInHour >= CODES_PER_HOUR ? sending.hourStartedAt.getTime() + HOUR_MS : 0
  const waitMs = Math.max(sending?.resendAt.getTime() ?? 0, fullUntilMs) - at.getTime()
  throw new Refusal(refusals.code_too_soon, { retryInSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
}

const wordsFor = (code: string, locale: 'zh-CN' | 'en'): string =>
  locale === 'en'
    ? `[Leaven] ${code} is your sign-in code, valid for 5 minutes. Nobody from us will ever ask for it.`
    : `【酵母】登录验证码 ${code}，5 分钟内有效。请不要告诉任何人，我们也不会问你要。`
