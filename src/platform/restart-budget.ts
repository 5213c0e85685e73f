const WINDOW_MS = 60_000
const RESTARTS_PER_WINDOW = 5
/** Long enough for a port to be free again, short enough for a second in all. */
const USUAL_DELAY_MS = 100

/** At most five restarts a minute, so that a child that cannot live does not keep the machine busy dying. */
export class RestartBudget {
  readonly #restarts: number[] = []

  /** Takes one restart from the budget. @returns how many milliseconds from `now` it may happen */
  take(now: number): number {
    while (this.#restarts.length > 0 && this.#restarts[0]! <= now - WINDOW_MS) this.#restarts.shift()
    const crowdedOut = this.#restarts[this.#restarts.length - RESTARTS_PER_WINDOW]
    const at = Math.max(now + USUAL_DELAY_MS, (crowdedOut ?? Number.NEGATIVE_INFINITY) + WINDOW_MS)
    this.#restarts.push(at)
    return at - now
  }
}
