import type { DemoCommunity } from './demo-communities.ts'
import { ownerOf } from './demo-communities.ts'
import type { House } from './house.ts'

/** Nobody's: there is no region 000000. Its last digit checks the others. */
const ID_NUMBER = '000000199001010018'
const MINUTE_MS = 60_000
/** She leaves something in her wallet. */
const SHARE = 0.6

/** The curator says who she is, withdraws most of what she may, and confirms in the provider's app. */
export async function withdraw(house: House, community: DemoCommunity | undefined): Promise<void> {
  if (!community) return
  const { owner, world } = community
  const available = await introduce(community)
  const amountFen = Math.floor((available * SHARE) / 100) * 100
  if (amountFen === 0) return
  const { id } = await owner.post('/v1/curator/payouts', { amountFen }, `demo-payout-${world.id}`)
  await house.doDueWork()
  const bill = String(id).replace('_', '')
  const answer = await fetch(`${house.sandboxUrl}/sandbox/transfers/${bill}`, { method: 'POST', body: '{}' })
  if (!answer.ok) throw new Error(`the sandbox did not take ${bill}: ${answer.status}`)
  await house.moveTo(new Date(house.now().getTime() + MINUTE_MS))
  await house.doDueWork()
}

/** The curator asks for so much that two colleagues must agree. Nothing happens while she has less. */
export async function askForPayout(community: DemoCommunity | undefined): Promise<void> {
  if (!community) return
  const { owner, world } = community
  const amountFen = Math.floor((await introduce(community)) / 100) * 100
  if (amountFen === 0) return
  const { needsApproval } = await owner.get(`/v1/curator/payouts/quote?amountFen=${amountFen}`)
  if (needsApproval) await owner.post('/v1/curator/payouts', { amountFen }, `demo-payout-${world.id}`)
}

/** @returns what she may withdraw */
async function introduce({ owner, world }: DemoCommunity): Promise<number> {
  const identity = { name: ownerOf(world), idNumber: ID_NUMBER }
  await owner.post('/v1/curator/payout-identity', identity, `demo-identity-${world.id}`)
  return (await owner.get('/v1/curator/wallet')).available.amount
}
