import QRCode from 'qrcode'
import type { PersonActor } from '../platform/actor.ts'
import { Outage, Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'
import { type Intent, mayStart } from './intent.ts'
import { handlerOf } from './outcomes.ts'
import { providerOf } from './provider.ts'
import { type Cashier, type Channel, ProviderRefused, ProviderUnknown } from './providers/port.ts'
import * as sql from './sql.ts'

/** The payer's own intent; anyone else's is as absent. */
export async function findOwnIntent(platform: Platform, actor: PersonActor, id: bigint): Promise<Intent> {
  const [intent] = await sql.findIntents(platform.db, [id])
  if (!intent || intent.payerPersonId !== actor.personId) throw new Refusal(platformRefusals.not_found)
  return intent
}

/**
 * Registers the payment with the provider and answers what the cashier needs. Outside any transaction; safe to repeat.
 * Refuses `already_paid`, `payment_expired`, `payment_ended`; an unknown outcome is an outage (nothing was charged: the
 * payer has not been asked yet).
 */
export async function startPayment(platform: Platform, actor: PersonActor, id: bigint, channel: Channel, ip: string) {
  const intent = await findOwnIntent(platform, actor, id)
  assertMayStart(intent, platform.clock.now())
  const refusal = await handlerOf(intent.purpose)?.refuseStart?.(platform, intent)
  if (refusal) throw new Refusal(refusal)
  // Submitted before the call: if we die in between, the janitor asks about it.
  const [marked] = await sql.markSubmitted(platform.db, id, channel, platform.clock.now())
  if (!marked)
    throw new Refusal(
      intent.channel && intent.channel !== channel ? refusals.payment_channel_chosen : refusals.payment_ended,
    )
  try {
    const { cashier } = await providerOf(platform).start({
      intentNo: formatId('pay', id),
      amountFen: intent.amountFen,
      currency: platform.config.currency,
      description: '酵母订单',
      expiresAt: intent.expiresAt,
      channel,
      payerOpenid: formatId('per', actor.personId),
      payerIp: ip,
      returnUrl: `${platform.config.publicUrl}/pay/${formatId('pay', id)}`,
      notifyUrl: `${platform.config.notifyBase}/v1/provider/wechatpay/notifications`,
    })
    return { cashier: await withQr(cashier) }
  } catch (error) {
    if (error instanceof ProviderUnknown) throw new Outage('payment provider', 2, { cause: error })
    if (error instanceof ProviderRefused)
      throw new Refusal(error.paid ? refusals.already_paid : refusals.provider_refused, { providerCode: error.code })
    throw error
  }
}

function assertMayStart(intent: Intent, now: Date): void {
  if (intent.state === 'succeeded') throw new Refusal(refusals.already_paid)
  if (!mayStart(intent.state)) throw new Refusal(refusals.payment_ended)
  if (now >= intent.expiresAt) throw new Refusal(refusals.payment_expired)
}

async function withQr(cashier: Cashier) {
  if (cashier.kind !== 'qr') return cashier
  return { ...cashier, qrSvg: await QRCode.toString(cashier.codeUrl, { type: 'svg', margin: 1 }) }
}
