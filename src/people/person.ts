import { randomInt } from 'node:crypto'
import type { Actor, PersonActor } from '../platform/actor.ts'
import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'

/** The pure rules of a person. */

/** Persons, sessions and keys have no cell of their own; what belongs to a person lies in the cell of its id's hash. */
export const NO_CELL = 0

export const ERASED_NICKNAME = '已注销'

const MAX_CHARACTERS = 30
/** Control characters, and the invisible ones that turn the text around them backwards. */
const UNUSABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** Trims and joins blanks. Refuses `nickname_unusable`. Markup is kept as it is: it is data, and shown as data. */
export function readNickname(text: string): string {
  if (UNUSABLE.test(text)) throw new Refusal(refusals.nickname_unusable)
  const nickname = text.trim().replace(/\s+/gu, ' ')
  if (!VISIBLE.test(nickname) || [...nickname].length > MAX_CHARACTERS) throw new Refusal(refusals.nickname_unusable)
  return nickname
}

/** What someone is called until she says: in her language, and different enough for a list of orders. */
export function madeUpNickname(locale: 'zh-CN' | 'en'): string {
  const number = randomInt(1_000, 10_000)
  return locale === 'en' ? `Member ${number}` : `群友${number}`
}

/** The policy of a route let only people in; this says so to the types, and refuses if the policy is ever loosened. */
export function asPerson(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new Refusal(platformRefusals.forbidden)
  return actor
}
