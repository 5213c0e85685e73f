import type { Platform } from '../platform/platform.ts'
import type { PaymentProvider } from './providers/port.ts'
import { sandboxConfig } from './providers/sandbox/keys.ts'
import { wechatPay } from './providers/wechatpay/provider.ts'

/** The provider that the configuration names. The sandbox is WeChat Pay with another address and its own keys. */
export function providerFor(platform: Pick<Platform, 'config' | 'clock'>): PaymentProvider {
  const { payment } = platform.config
  const config = payment.kind === 'sandbox' ? sandboxConfig(payment.keysDir, payment.baseUrl) : payment
  return wechatPay(config, { now: () => platform.clock.now(), fetch: globalThis.fetch })
}
