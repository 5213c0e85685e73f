import { currentPosition, newsSince } from './outbox.ts'
import type { Platform } from './platform.ts'
import type { StoredNews } from './room.ts'

const LOOK_EVERY_MS = 200

type Listener = (news: StoredNews) => void

/** Feeds live pages: while anybody listens, the log is looked at every 200 ms and each listener is told what is new. */
class LiveNews {
  readonly #listeners = new Set<Listener>()
  #timer: NodeJS.Timeout | undefined
  #position: Awaited<ReturnType<typeof currentPosition>> | undefined
  #looking = false

  constructor(private readonly platform: Platform) {}

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS)
    this.#timer.unref()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#position = undefined
    }
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      this.#position ??= await currentPosition(this.platform.db)
      const { news, position } = await newsSince(this.platform.db, this.#position)
      this.#position = position
      for (const one of news) for (const listener of this.#listeners) listener(one)
    } catch (error) {
      this.platform.log.warn({ error }, 'live news could not be read; tried again')
    } finally {
      this.#looking = false
    }
  }
}

const sources = new WeakMap<Platform, LiveNews>()

/** Calls the listener with everything that happens from now on; returns what stops it. */
export function listenLive(platform: Platform, listener: Listener): () => void {
  let source = sources.get(platform)
  if (!source) {
    source = new LiveNews(platform)
    sources.set(platform, source)
  }
  return source.listen(listener)
}
