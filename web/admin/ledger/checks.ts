import { t } from '../kit.ts'

/** `ledger: trial balance is zero` in the reader's language. A check without words of ours stands in its own. */
export function checkWords(name: string): { room: string; words: string } {
  const [, room = '', check = name] = /^(\w+): (.*)$/s.exec(name) ?? []
  const key = `check_of_${slugOf(check)}`
  const roomKey = `check_room_${room}`
  return { room: t.has(roomKey) ? t(roomKey) : room, words: t.has(key) ? t(key) : check }
}

/** The words of a check as the end of a key: letters and figures, `_` between them. */
export const slugOf = (check: string): string =>
  check
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
