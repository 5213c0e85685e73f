import type { Config } from '../platform/config.ts'
import { type PaymentProvider, ProviderRefused, ProviderUnknown, type UnknownReason } from './providers/port.ts'

export interface Diagnosis {
  readonly state: 'fine' | 'note' | 'wrong'
  readonly what: string
}

/** A number that no intent can have: asking about it moves nothing. */
const NO_SUCH_ORDER = 'pay_doctor_asks_nothing'

/**
 * Whether the payment provider and we understand each other, in words: one signed question about an order that does not
 * exist proves our key, their key, both clocks and the way there. Moves no money.
 */
export async function diagnosePayments(config: Config, open: () => PaymentProvider): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [whereNotified(config)]
  let provider: PaymentProvider
  try {
    provider = open()
  } catch (error) {
    return [...found, { state: 'wrong', what: `The payment settings cannot be used: ${(error as Error).message}.` }]
  }
  found.push({ state: 'fine', what: `The payment settings can be used (${config.payment.kind}).` })
  try {
    const answer = await provider.query(NO_SUCH_ORDER)
    found.push(
      answer.state === 'unknown_order'
        ? { state: 'fine', what: 'The provider accepts our signature, and we accept its.' }
        : { state: 'wrong', what: `The provider knows an order that nobody made: ${NO_SUCH_ORDER}.` },
    )
  } catch (error) {
    if (error instanceof ProviderUnknown) found.push({ state: 'wrong', what: words(error) })
    else if (error instanceof ProviderRefused)
      found.push({ state: 'wrong', what: `The provider refuses us: ${error.code}, ${error.providerMessage}.` })
    else throw error
  }
  return found
}

function whereNotified({ notifyBase, mode }: Config): Diagnosis {
  const url = new URL(notifyBase)
  const isHere = /^(localhost|127\.|\[::1\])/.test(url.hostname)
  if (mode === 'demo') return { state: 'note', what: `Notifications are expected at ${notifyBase} (demo mode).` }
  if (url.protocol !== 'https:' || isHere)
    return {
      state: 'wrong',
      what: `The provider cannot notify ${notifyBase}: set NOTIFY_BASE to a public https address.`,
    }
  return { state: 'fine', what: `Notifications are expected at ${notifyBase}.` }
}

const REASONS: Readonly<Record<UnknownReason, string>> = {
  timeout: 'it gave no answer in time. Is the way to it open?',
  unreachable: 'it cannot be reached. Is the address right, and the way to it open?',
  provider_error: 'it has a fault of its own. Try again later.',
  unsigned:
    'its answer was not signed, as it is for strangers. Check the merchant number, the certificate’s serial number and the private key, and that this machine’s clock is right.',
  forged:
    'its answer is signed by a key that we do not hold, or this machine’s clock is more than five minutes off. Check WECHATPAY_PLATFORM_KEY_ID and WECHATPAY_PLATFORM_KEY.',
  malformed: 'its answer makes no sense. Does the address lead to WeChat Pay?',
  foreign: 'its answer is about another merchant or app. Check WECHATPAY_MCHID and WECHATPAY_APPID.',
}

const words = (error: ProviderUnknown): string =>
  `The provider was asked, and ${REASONS[error.reason]}${error.detail ? ` (${error.detail})` : ''}`
