/** What happens to earned money after payment, as plain arithmetic. No clock, no I/O. */

const DAY_MS = 24 * 3_600_000
/** The law's seven days to return goods; nothing vests before, whatever the installation would like. */
export const RETURN_WINDOW_DAYS = 7

/** What was received up to this moment may vest now. */
export const vestsWhenReceivedBefore = (now: Date): Date => new Date(now.getTime() - RETURN_WINDOW_DAYS * DAY_MS)

/** When what was received at a moment may vest. */
export const vestsAt = (receivedAt: Date): Date => new Date(receivedAt.getTime() + RETURN_WINDOW_DAYS * DAY_MS)

export interface Vesting {
  readonly fen: number
  /** Kept back for what she owes; the rest is hers to withdraw. */
  readonly setOffFen: number
}

/** Lines of one curator that vest, in order, against what she owes: a debt is paid off before anything can be withdrawn. */
export function planVesting(earnedFen: readonly number[], debtFen: number): Vesting[] {
  let owed = debtFen
  return earnedFen.map((fen) => {
    const setOffFen = Math.min(fen, owed)
    owed -= setOffFen
    return { fen, setOffFen }
  })
}

export interface TakenBack {
  readonly frozenFen: number
  readonly availableFen: number
  readonly debtFen: number
}

/**
 * Where a claw-back takes it from: what is still frozen for the line, else what she could withdraw, and what she has
 * withdrawn already becomes a debt. Lines of one curator, in order.
 */
export function planClawBack(
  lines: readonly { readonly clawFen: number; readonly isVested: boolean }[],
  availableFen: number,
): TakenBack[] {
  let available = availableFen
  return lines.map(({ clawFen, isVested }) => {
    if (!isVested) return { frozenFen: clawFen, availableFen: 0, debtFen: 0 }
    const fromAvailable = Math.min(clawFen, available)
    available -= fromAvailable
    return { frozenFen: 0, availableFen: fromAvailable, debtFen: clawFen - fromAvailable }
  })
}
