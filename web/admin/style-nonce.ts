import { pageSays } from './kit.ts'

/**
 * antd passes its nonce to most styles that it writes, but not to the few of its scroll lock, and the page's policy
 * refuses those. So every style element gets the nonce when it is made; scripts come from files only, so that nobody
 * else makes one.
 */
export function nonceForStyles(): void {
  const nonce = pageSays('csp-nonce')
  const create = document.createElement.bind(document) as (
    name: string,
    options?: ElementCreationOptions,
  ) => HTMLElement
  const createWithNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options)
    if (name === 'style') element.nonce = nonce
    return element
  }
  document.createElement = createWithNonce as typeof document.createElement
}
