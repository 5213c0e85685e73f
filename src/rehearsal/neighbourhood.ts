import {
  acceptInvitation,
  type DemoCommunity,
  type DemoMember,
  makeInvitation,
  type Phones,
} from './demo-communities.ts'
import { giveAddress } from './demo-orders.ts'
import type { CommunityPlan } from './history-plan.ts'
import { type House, signIn } from './house.ts'
import { inParallel } from './progress.ts'

const AT_ONCE = 8
/** A session lasts thirty days; she signs in anew before a week in which hers could end. */
const SIGNS_IN_AFTER_MS = 20 * 24 * 3_600_000

type Member = { -readonly [Key in keyof DemoMember]: DemoMember[Key] }

/** Everybody who lives through the weeks: who is who, signed in, with an address where parcels go. */
export class Neighbourhood {
  readonly #people = new Map<string, Member>()
  readonly #owners = new Map<DemoCommunity, Date>()

  constructor(
    private readonly house: House,
    private readonly phones: Phones,
  ) {}

  get size(): number {
    return this.#people.size + this.#owners.size
  }

  know(community: DemoCommunity): void {
    this.#owners.set(community, this.house.now())
    for (const member of community.members) if (!this.#people.has(member.nick)) this.#people.set(member.nick, member)
  }

  of(nick: string): DemoMember {
    const member = this.#people.get(nick)
    if (!member) throw new Error(`${nick} has not come in yet`)
    return member
  }

  /** New members sign in. By the owner's invitation they are in at once; by a friend's link they come in as they buy. */
  async letIn(community: DemoCommunity, entrances: CommunityPlan['entrances'], week: number): Promise<void> {
    const newcomers = entrances.filter(({ nick }) => !this.#people.has(nick))
    if (newcomers.length === 0) return
    await this.#renewOwner(community)
    const token = await makeInvitation(community.owner, community.id, `demo-${community.world.id}-invite-${week}`)
    await inParallel(newcomers, AT_ONCE, async ({ nick, through }) => {
      const phone = this.phones.of(nick)
      const visitor = await signIn(this.house, 'store', phone, nick)
      const member = { nick, phone, visitor, signedInAt: this.house.now() }
      if (through === null) await acceptInvitation(member, token)
      this.#people.set(nick, member)
    })
  }

  /** Before a sale: the owner and these buyers have a session that outlasts it, and buyers of parcels an address. */
  async renew(community: DemoCommunity, nicks: readonly string[]): Promise<void> {
    await this.#renewOwner(community)
    await inParallel([...new Set(nicks)], AT_ONCE, async (nick, index) => {
      const member = this.of(nick) as Member
      if (this.#isOld(member.signedInAt)) {
        await signIn(this.house, 'store', member.phone, undefined, member.visitor)
        member.signedInAt = this.house.now()
      }
      if (!community.pickupPointId) member.addressId ??= await giveAddress(member, index)
    })
  }

  /** One of them asks to be forgotten. What money touched stays; nothing that says who she is does. */
  async forget(nick: string): Promise<void> {
    const { phone, visitor } = this.of(nick)
    await signIn(this.house, 'store', phone, undefined, visitor)
    await visitor.post('/v1/store/me/erase', { confirm: 'erase' }, `demo-erase-${phone}`)
    this.#people.delete(nick)
  }

  async #renewOwner(community: DemoCommunity): Promise<void> {
    if (!this.#isOld(this.#owners.get(community) ?? new Date(0))) return
    await signIn(this.house, 'curator', community.ownerPhone, undefined, community.owner)
    this.#owners.set(community, this.house.now())
  }

  #isOld(since: Date): boolean {
    return this.house.now().getTime() - since.getTime() > SIGNS_IN_AFTER_MS
  }
}
