import {
  defineRefusals,
  idOf,
  oneOf,
  orNull,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

export const refusals = defineRefusals({
  community_full: { status: 409, zh: '群满了，暂时进不来。', en: 'This community is full for now.' },
  community_closed: { status: 409, zh: '这个社群已经关了。', en: 'This community is closed.' },
  banned: { status: 403, zh: '你不能再进这个社群。', en: 'You may not enter this community any more.' },
  invitation_forged: { status: 404, zh: '这个邀请不是我们发出的。', en: 'This invitation is not one of ours.' },
  invitation_expired: {
    status: 410,
    zh: '邀请过期了，请群里的朋友再发一个。',
    en: 'This invitation has expired. Ask your friend for a new one.',
  },
  invitation_used_up: {
    status: 410,
    zh: '邀请名额用完了，请群里的朋友再发一个。',
    en: 'This invitation has been used up. Ask your friend for a new one.',
  },
  invitation_revoked: { status: 410, zh: '邀请已经撤回了。', en: 'This invitation was withdrawn.' },
  too_many_invitations: {
    status: 409,
    zh: '还在用的邀请太多了，先撤回几个。',
    en: 'Too many invitations are open. Withdraw some first.',
  },
  too_many_communities: { status: 409, zh: '你建的社群太多了。', en: 'You already own too many communities.' },
  too_many_pickup_points: { status: 409, zh: '自提点太多了。', en: 'There are too many pick-up points.' },
  member_not_waiting: { status: 409, zh: '这位群友不在等候中。', en: 'This member is not waiting at the door.' },
  member_not_active: { status: 409, zh: '这位群友已经不在群里。', en: 'This member is no longer in the community.' },
  not_over_this_member: {
    status: 403,
    zh: '你不能这样处理这位群友。',
    en: 'You may not do this to this member.',
  },
  owner_stays: { status: 409, zh: '群主不能退群。', en: 'The owner cannot leave.' },
  cap_over_carrier: {
    status: 422,
    zh: '人数上限超过了所在平台的上限。',
    en: 'The member limit is above what the carrier allows.',
  },
  cap_below_members: {
    status: 409,
    zh: '新上限装不下现在的群友。',
    en: 'The new limit is below the present number of members.',
  },
})

/** A line that people read: not blank, no control characters, nothing that turns the direction of the text around it. */
export const line = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*$',
  })

export const carrierKinds = [
  'wechat_group',
  'wecom_group',
  'qq_group',
  'douyin_group',
  'moments',
  'official_account',
  'whatsapp',
  'telegram',
  'discord',
  'in_app',
] as const
export type CarrierKind = (typeof carrierKinds)[number]
export const doors = ['open_by_link', 'by_approval'] as const
export const roles = ['owner', 'curator', 'manager', 'editor', 'merchant_rep'] as const
export type Role = (typeof roles)[number]
export const memberStates = ['waiting', 'active', 'declined', 'left', 'banned'] as const

/** Where a community lives: 所在平台. */
export const Carrier = Type.Object({ id: idOf('car'), kind: oneOf(...carrierKinds), name: Type.String() })

export const Community = Type.Object({
  id: idOf('com'),
  name: Type.String(),
  purpose: Type.String(),
  rules: Type.String(),
  city: Type.String(),
  door: oneOf(...doors),
  maySell: Type.Boolean(),
  memberCap: Type.Integer(),
  memberCount: Type.Integer(),
  carriers: Type.Array(Carrier),
  saleLinkDays: Type.Integer(),
  saleLinkJoins: Type.Integer(),
  state: oneOf('open', 'closed'),
  version: Type.Integer(),
  createdAt: Timestamp,
})
export type Community = Static<typeof Community>

const settings = {
  purpose: Type.Optional(text(300, 0)),
  rules: Type.Optional(text(2000, 0)),
  city: Type.Optional(text(60, 0)),
  door: Type.Optional(oneOf(...doors)),
  maySell: Type.Optional(Type.Boolean()),
  /** At most what the carrier holds; the carrier's own cap when it is not said. */
  memberCap: Type.Optional(Type.Integer({ minimum: 2, maximum: 200_000 })),
  /** How long a sale link lets people in, in days, and how many. */
  saleLinkDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
  saleLinkJoins: Type.Optional(Type.Integer({ minimum: 0, maximum: 200_000 })),
}
const carrierInput = { kind: oneOf(...carrierKinds), name: Type.Optional(text(60, 0)) }

export const CommunityInput = strict({ name: line(40), carrier: strict(carrierInput), ...settings })
export type CommunityInput = Static<typeof CommunityInput>

/** A carrier in a change moves the community there; `keepOthers` lets it live on both. */
export const CommunityChange = strict({
  name: Type.Optional(line(40)),
  carrier: Type.Optional(strict({ ...carrierInput, keepOthers: Type.Optional(Type.Boolean()) })),
  ...settings,
  version: Type.Integer({ minimum: 1 }),
})
export type CommunityChange = Static<typeof CommunityChange>

export const MyCommunity = Type.Object({
  id: idOf('com'),
  name: Type.String(),
  purpose: Type.String(),
  roles: Type.Array(oneOf(...roles)),
  membership: oneOf('waiting', 'active'),
  memberCount: Type.Integer(),
  carrier: orNull(Type.Object({ kind: oneOf(...carrierKinds), name: Type.String() })),
})

export const CommunityForMember = Type.Object({
  id: idOf('com'),
  name: Type.String(),
  purpose: Type.String(),
  rules: Type.String(),
  memberCount: Type.Integer(),
  carriers: Type.Array(Carrier),
  me: Type.Object({
    nickname: Type.String(),
    /** Nobody chose it, here or for the account: a page may ask, once. */
    isNicknameMadeUp: Type.Boolean(),
    roles: Type.Array(oneOf(...roles)),
    joinedAt: Timestamp,
  }),
})

export const Member = Type.Object({
  id: idOf('mem'),
  nickname: Type.String(),
  roles: Type.Array(oneOf(...roles)),
  state: oneOf(...memberStates),
  joinedAt: orNull(Timestamp),
  invitedBy: orNull(Type.Object({ nickname: Type.String() })),
  banReason: orNull(Type.String()),
})
export const Members = page(Member)

export const InvitationInput = strict({
  maxUses: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 20 })),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 7 })),
})
export type InvitationInput = Static<typeof InvitationInput>

export const Invitation = Type.Object({
  id: idOf('inv'),
  url: Type.String(),
  qrUrl: Type.String(),
  /** Only in the answer to making it. */
  qrSvg: Type.Optional(Type.String()),
  /** Ready to post where the community lives. */
  text: Type.String(),
  state: oneOf('open', 'expired', 'used_up', 'revoked'),
  inviter: Type.Object({ nickname: Type.String() }),
  expiresAt: Timestamp,
  maxUses: Type.Integer(),
  uses: Type.Integer(),
})

/** What a stranger sees of an invitation. */
export const InvitationPage = Type.Object({
  community: Type.Object({
    name: Type.String(),
    purpose: Type.String(),
    rules: Type.String(),
    memberCount: Type.Integer(),
    cap: Type.Integer(),
    door: oneOf(...doors),
    carrier: orNull(Type.Object({ kind: oneOf(...carrierKinds), name: Type.String() })),
  }),
  inviter: Type.Object({ nickname: Type.String() }),
  expiresAt: Timestamp,
  state: oneOf('open'),
})
export type InvitationPage = Static<typeof InvitationPage>

/** 群规 are accepted on entering, so there is no other value. */
export const Acceptance = strict({ nickname: Type.Optional(line(30)), acceptRules: Type.Literal(true) })
export type Acceptance = Static<typeof Acceptance>

export const Accepted = Type.Object({
  member: Type.Object({
    id: idOf('mem'),
    communityId: idOf('com'),
    state: oneOf('active', 'waiting'),
    nickname: Type.String(),
  }),
})

export const BanInput = strict({ reason: line(200) })
export const RolesInput = strict({
  roles: Type.Array(oneOf('curator', 'manager', 'editor', 'merchant_rep'), { maxItems: 4, uniqueItems: true }),
})
export const NicknameInput = strict({ nickname: line(30) })

export const PickupPointInput = strict({ name: line(40), place: line(200), hours: Type.Optional(text(60, 0)) })
export type PickupPointInput = Static<typeof PickupPointInput>
export const PickupPoint = Type.Object({
  id: idOf('pkp'),
  name: Type.String(),
  place: Type.String(),
  hours: Type.String(),
})

export const AdminCommunity = Type.Object({
  ...Community.properties,
  owner: Type.Object({ personId: idOf('per'), nickname: Type.String() }),
})
export const AdminCommunities = page(AdminCommunity)

const ofMember = { communityId: idOf('com'), personId: idOf('per') }

/** What this room says. Subjects: the community, the member, the invitation. */
export const events = {
  'community.created': Type.Object({ ownerPersonId: idOf('per') }),
  'community.changed': Type.Object({}),
  'community.closed': Type.Object({}),
  'member.joined': Type.Object({
    ...ofMember,
    invitedBy: orNull(idOf('per')),
    invitationId: orNull(idOf('inv')),
    linkId: orNull(idOf('lnk')),
  }),
  'member.waiting': Type.Object(ofMember),
  'member.declined': Type.Object(ofMember),
  'member.left': Type.Object(ofMember),
  'member.banned': Type.Object(ofMember),
  'member.ban_lifted': Type.Object(ofMember),
  'member.roles_changed': Type.Object(ofMember),
  'invitation.made': Type.Object({ communityId: idOf('com'), inviterPersonId: idOf('per') }),
  'invitation.revoked': Type.Object({ communityId: idOf('com') }),
}
