import type { Platform } from '../platform/platform.ts'
import type { PaymentProvider } from './providers/port.ts'

const providers = new WeakMap<Platform, PaymentProvider>()

/** Which provider an installation pays through; set once in the wiring. */
export function useProvider(platform: Platform, provider: PaymentProvider): void {
  providers.set(platform, provider)
}

export function providerOf(platform: Platform): PaymentProvider {
  const provider = providers.get(platform)
  if (!provider) throw new Error('no payment provider was set up')
  return provider
}
