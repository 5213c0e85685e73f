/** Whether the line to the shop is well: offline, slow, or neither. */
export type Pulse = 'well' | 'slow' | 'offline'

type Listener = (state: Pulse) => void

let isSlow = false
const listeners = new Set<Listener>()
const read = (): Pulse => (navigator.onLine === false ? 'offline' : isSlow ? 'slow' : 'well')
const tell = () => {
  for (const listener of listeners) listener(read())
}

addEventListener('online', tell)
addEventListener('offline', tell)

export const pulse = {
  read,
  setSlow(slow: boolean): void {
    if (slow === isSlow) return
    isSlow = slow
    tell()
  },
  watch(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
