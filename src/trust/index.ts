/**
 * Trust: who acted on whose word, counted from what people did inside Leaven, never from what they might feel.
 *
 * Words: *evidence* is one act on somebody's word (a kept order, a joined group buy, an accepted invitation, a response);
 * an *arc* u→v says "v acted on u's word" and carries its evidence; the *owner's share* OS is how much of the weight touches
 * the owner or a paid curator; *together* G is how many active members hang together without them, at three events a
 * member; a *check-up* is a verdict in words, with one next step; *R* is how many further orders one order brings; *k* how
 * many buyers a member brings in a cycle; the *hold-out* is the tenth of notifications held back by lot; *seeds* are the
 * members whose word would reach most others.
 * An *appeal* contests a check-up; staff let it stand or set it aside. *Worth a look* is what staff look at first: trust on
 * one person while more goes wrong, and people whom little trust reaches; each look has a reason that its person reads.
 * Invariants: returned, unkept, own and one-handed acts weigh nothing anywhere · nobody raises her own trust by her own
 * out-arcs · a star is not called a mesh, however busy · an unkept promise is one step of arcs, never passed on · verdicts
 * are private, change no money, and carry their reasons and coverage · "caused" only where the hold-out is certain · every
 * number can be made again from its seed.
 * Hears: order.paid/received/cancelled/expired/refunded, words.given/taken_back, member.joined/left/banned. Says nothing: nobody may act on a verdict.
 * The core is pure: graphs are typed arrays, times and randomness come in as parameters, nothing reads a clock.
 */
export { type Arc, arcGraph, arcsOf, discountedForClaims, type Piece } from './arcs.ts'
export { type CascadeOrder, linkCascades } from './cascades.ts'
export { type CheckUp, type CheckUpNames, checkUp, labelWords } from './check-up.ts'
export { type CommandResult, runTrustCommand } from './commands.ts'
export { runCommunityCommand } from './community-command.ts'
export { type ReadingOptions, readCommunity } from './community-reading.ts'
export { type DelayCurve, exponentialDelays, fitDelays } from './delays.ts'
export { eigenTrust, trustByArrival } from './eigentrust.ts'
export { type Evidence, type EvidenceKind, type Person, weighing } from './evidence.ts'
export { fermentation } from './fermentation.ts'
export { fission, type Invited } from './fission.ts'
export type { Graph } from './graph.ts'
export { type Delivery, lift } from './hold-out.ts'
export { pageRank, type Ranking } from './pagerank.ts'
export { pageRankOnThreads } from './pagerank-threads.ts'
export { room } from './room.ts'
export { chooseSeeds, type PairHistory, type SeedAnswer } from './seeds.ts'
export { structuralVirality } from './structural-virality.ts'
export { byReviewOrder, suspicionWalk } from './suspicion-walk.ts'
export { type CommunityFacts, judge } from './verdict.ts'
export { type Weighed, type WeighOptions, weigh } from './weighing.ts'
