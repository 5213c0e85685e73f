import type { Dice } from './dice.ts'

/** Who listens to whom: nick → nicks. */
export type Friends = ReadonlyMap<string, readonly string[]>

const RING_NEIGHBOURS = 3
const FAR_TIES = 0.2
const CIRCLES_OF = 5

/** The shape that each truth stands for in the design: a ring with far ties, circles of about six, or anyone. */
export function friendsOf(truth: string, people: readonly string[], dice: Dice): Friends {
  const friends = new Map<string, Set<string>>(people.map((nick) => [nick, new Set()]))
  if (truth === 'mesh' || truth === 'forming') joinRing(friends, people, dice)
  else if (truth === 'islands') joinCircles(friends, people)
  else for (const nick of people) for (const other of people) if (other !== nick) friends.get(nick)?.add(other)
  return new Map([...friends].map(([nick, circle]) => [nick, [...circle]]))
}

function joinRing(friends: ReadonlyMap<string, Set<string>>, people: readonly string[], dice: Dice): void {
  people.forEach((nick, at) => {
    for (let step = 1; step <= RING_NEIGHBOURS; step++) {
      const friend = dice.chance(FAR_TIES) ? farFriend(people, dice) : (people[(at + step) % people.length] as string)
      if (friend === nick) continue
      friends.get(nick)?.add(friend)
      friends.get(friend)?.add(nick)
    }
  })
}

/** Half of the far ties lead to the two whom everybody knows. */
const farFriend = (people: readonly string[], dice: Dice): string =>
  dice.one(dice.chance(0.5) ? people.slice(0, 2) : people)

/** One circle for each of the first people: their own. */
function joinCircles(friends: ReadonlyMap<string, Set<string>>, people: readonly string[]): void {
  const circles = Math.max(1, Math.round(people.length / CIRCLES_OF))
  people.forEach((nick, at) => {
    people.forEach((other, otherAt) => {
      if (other !== nick && at % circles === otherAt % circles) friends.get(nick)?.add(other)
    })
  })
}
