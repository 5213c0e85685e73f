import {
  defineRefusals,
  idOf,
  oneOf,
  orNull,
  PageQuery,
  type Prefix,
  page,
  type Static,
  strict,
  Timestamp,
  Type,
  text,
} from '../platform/wire.ts'

/** Shapes, refusals and events of the room people. Runs in browsers. */

export const refusals = defineRefusals({
  code_wrong: { status: 422, zh: '验证码不对，或已经失效。', en: 'The code is wrong or no longer valid.' },
  code_too_soon: {
    status: 429,
    zh: '验证码刚发过，请稍后再试。',
    en: 'A code was sent recently. Please try again later.',
  },
  nickname_unusable: {
    status: 422,
    zh: '昵称要有 1 到 30 个看得见的字。',
    en: 'A nickname has 1 to 30 visible characters.',
  },
  address_incomplete: { status: 422, zh: '地址还没有填完整。', en: 'The address is not complete.' },
  too_many_addresses: { status: 409, zh: '地址最多存 20 个。', en: 'At most 20 addresses can be kept.' },
  sign_in_wrong: { status: 422, zh: '账号、密码或动态码不对。', en: 'The login, password or one-time code is wrong.' },
  login_taken: { status: 409, zh: '这个账号已经有人用了。', en: 'This login is taken.' },
  last_admin: { status: 409, zh: '至少要留一位管理员。', en: 'At least one administrator must remain.' },
})

/** A mainland mobile number, or any number in international form (`+` and E.164 digits). */
export const Phone = Type.String({
  maxLength: 16,
  pattern: '^((\\+86)?1[3-9][0-9]{9}|\\+(?!86)[1-9][0-9]{6,14})$',
  examples: ['13800000001'],
})
export const Locale = oneOf('zh-CN', 'en')

export const CodeRequest = strict({ phone: Phone })
export const CodeSent = Type.Object({ expiresInSeconds: Type.Integer(), resendInSeconds: Type.Integer() })
export const SignInRequest = strict({
  phone: Phone,
  code: Type.String({ pattern: '^[0-9]{6}$' }),
  // Longer than a nickname may be: blanks around it are trimmed before it is judged.
  nickname: Type.Optional(text(60)),
})

export const Person = Type.Object({
  id: idOf('per'),
  nickname: Type.String(),
  /** 群友6283: ours, until she says what she is called. */
  isNicknameMadeUp: Type.Boolean(),
  phoneMasked: Type.String({ examples: ['138****0001'] }),
  locale: Locale,
  createdAt: Timestamp,
})
export type Person = Static<typeof Person>
export const SignedIn = Type.Object({ person: Person, isNew: Type.Boolean() })
export const Me = Type.Object({ person: orNull(Person), isCurator: Type.Boolean() })
export const MeChange = strict({ nickname: Type.Optional(text(60)), locale: Type.Optional(Locale) })

export const addressFields = {
  recipient: text(30),
  /** Mobile or landline, as it is written on the label. */
  phone: Type.String({ pattern: '^[+]?[0-9][0-9 -]{5,19}$' }),
  /** Province, city and district with blanks between, e.g. `浙江省 杭州市 西湖区`. */
  region: text(60),
  street: text(120),
}
export const AddressInput = strict({ ...addressFields, isDefault: Type.Optional(Type.Boolean()) })
export type AddressInput = Static<typeof AddressInput>
export const Address = Type.Object({ id: idOf('adr'), ...addressFields, isDefault: Type.Boolean() })
export type Address = Static<typeof Address>
export const Addresses = Type.Object({ items: Type.Array(Address) })
export const EraseRequest = strict({ confirm: Type.Literal('erase') })

/** Not among the platform's prefixes yet: a consent is met in this room only. */
export const consentPrefix = 'cns' as Prefix
export const consentPurposes = ['terms', 'share_name_with_curator', 'notices'] as const
export const ConsentInput = strict({ purpose: oneOf(...consentPurposes), towards: Type.Optional(idOf('per')) })
export const Consent = Type.Object({
  id: idOf(consentPrefix),
  purpose: oneOf(...consentPurposes),
  /** Whom it is given to; null where the purpose names nobody. */
  towards: orNull(idOf('per')),
  givenAt: Timestamp,
  withdrawnAt: orNull(Timestamp),
})
export type Consent = Static<typeof Consent>
export const Consents = Type.Object({ items: Type.Array(Consent) })

export const StaffRole = oneOf('admin', 'operator', 'scout', 'finance', 'service')
const totp = Type.String({ pattern: '^[0-9]{6}$' })
const login = Type.String({ pattern: '^[a-z0-9._-]{2,40}$' })
export const StaffSignInRequest = strict({ login: text(60), password: text(200), totp })
export const ProveAgainRequest = strict({ totp })
export const Staff = Type.Object({
  id: idOf('stf'),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(StaffRole),
})
export type Staff = Static<typeof Staff>
export const StaffSignedIn = Type.Object({ staff: Staff })
export const StaffMe = Type.Object({ staff: orNull(Staff) })
export const StaffInput = strict({
  login,
  name: text(30),
  password: text(200, 12),
  roles: Type.Array(StaffRole, { minItems: 1, maxItems: 5, uniqueItems: true }),
})
export type StaffInput = Static<typeof StaffInput>
export const StaffRow = Type.Object({ ...Staff.properties, createdAt: Timestamp, disabledAt: orNull(Timestamp) })
export type StaffRow = Static<typeof StaffRow>
export const StaffList = Type.Object({ items: Type.Array(StaffRow) })
/** The secret for the new colleague's authenticator app is told once; null when the request is repeated. */
export const StaffMade = Type.Object({
  staff: StaffRow,
  totpSecret: orNull(Type.String()),
  totpUri: orNull(Type.String()),
})

export const apiScopes = ['admin:read', 'admin:write'] as const
export const ApiKeyInput = strict({
  name: text(60),
  scopes: Type.Array(oneOf(...apiScopes), { minItems: 1, maxItems: apiScopes.length, uniqueItems: true }),
})
export type ApiKeyInput = Static<typeof ApiKeyInput>
export const ApiKey = Type.Object({
  id: idOf('key'),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  madeBy: Type.Object({ id: idOf('stf'), name: Type.String() }),
  createdAt: Timestamp,
  revokedAt: orNull(Timestamp),
})
export type ApiKey = Static<typeof ApiKey>
export const ApiKeys = Type.Object({ items: Type.Array(ApiKey) })
/** The secret is told once; null when the request is repeated. */
export const ApiKeyMade = Type.Object({ key: ApiKey, secret: orNull(Type.String()) })

export const Activity = Type.Object({
  id: idOf('act'),
  /** `stf_…`, `per_…`, `key_…`, or `system:name`. */
  actor: Type.String(),
  actorName: Type.String(),
  action: Type.String({ examples: ['person.phone_shown'] }),
  subject: Type.String(),
  reason: orNull(Type.String()),
  happenedAt: Timestamp,
  facts: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
})
export type Activity = Static<typeof Activity>
export const Activities = page(Activity)
export const ActivityQuery = strict({ ...PageQuery, subject: Type.Optional(Type.String({ maxLength: 60 })) })

export const PersonRow = Type.Object({
  id: idOf('per'),
  nickname: Type.String(),
  phoneMasked: Type.String(),
  createdAt: Timestamp,
  erasedAt: orNull(Timestamp),
})
export type PersonRow = Static<typeof PersonRow>
export const PersonRows = page(PersonRow)
export const PeopleQuery = strict({ ...PageQuery, search: Type.Optional(Type.String({ maxLength: 60 })) })
export const ShowPhoneRequest = strict({ reason: text(200, 2) })
export const ShownPhone = Type.Object({ phone: Type.String() })

export const DevMessages = Type.Object({
  items: Type.Array(Type.Object({ phoneMasked: Type.String(), body: Type.String(), sentAt: Timestamp })),
  staff: Type.Array(
    Type.Object({
      login: Type.String(),
      name: Type.String(),
      roles: Type.Array(StaffRole),
      /** The code that sign-in takes now; null when the last ones are spent. */
      totp: orNull(Type.String()),
      waitSeconds: Type.Integer(),
    }),
  ),
})
export type DevMessages = Static<typeof DevMessages>

/** What this room says in the outbox. The subject is the person; ids only. */
export const events = ['person.joined', 'person.renamed', 'person.erased'] as const

export interface ParsedAddress {
  readonly recipient: string
  readonly phone: string
  readonly region: string
  readonly street: string
}

const PASTE_LIMIT = 300
// No look-behind: Safari before 16.4 refuses the whole script for it. What stands before is captured instead.
const MOBILE = /(^|\D)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)/
const LANDLINE = /(^|\D)(0\d{2,3}[- ]?\d{7,8})(?!\d)/
const LABELS =
  /(?:收货人?|收件人?|联系人|姓名|名字|手机号?码?|联系电话|电话号?码?|所在地区|地区|详细地址|收货地址|收件地址|地址)\s*[:：]\s*/g
const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门'
const PROVINCE = new RegExp(`^(?:${PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?`)
const CITY = /^[\p{Script=Han}]{1,10}?(?:自治州|地区|市|盟)/u
const DISTRICT = /^[\p{Script=Han}]{1,12}?(?:自治县|自治旗|新区|区|县|市|旗)/u
const LOOKS_LIKE_A_PLACE = /\d|[号路街道巷弄栋幢楼室村镇乡区县市省]$/

/**
 * Reads an address that was pasted as one piece of text, in any order:
 * `小王 13800000001 浙江省杭州市西湖区文三路1号`. What is not found is an empty string; nothing is invented.
 */
export function parseAddress(pasted: string): ParsedAddress {
  const plain = pasted.slice(0, PASTE_LIMIT).normalize('NFKC').replace(LABELS, ' ')
  const { phone, rest } = takePhone(plain)
  const pieces = rest.split(/[\s,，;；、|/]+/).filter(Boolean)
  const nameAt = findName(pieces)
  const recipient = nameAt < 0 ? '' : (pieces[nameAt] as string).replace(/[(（]?收[)）]?$/, '')
  const place = pieces.filter((_, index) => index !== nameAt)
  return { recipient, phone, ...splitPlace(place) }
}

function takePhone(plain: string): { phone: string; rest: string } {
  const mobile = MOBILE.exec(plain)
  const found = mobile ?? LANDLINE.exec(plain)
  if (!found) return { phone: '', rest: plain }
  const phone = mobile ? mobile.slice(2, 5).join('') : (found[2] as string).replaceAll(' ', '-')
  const start = found.index + (found[1] as string).length
  return { phone, rest: `${plain.slice(0, start)} ${plain.slice(found.index + found[0].length)}` }
}

/** The name is a short piece that names no place; people write it first or last. */
function findName(pieces: readonly string[]): number {
  const isName = (piece: string | undefined) =>
    piece !== undefined && piece.length <= 12 && !LOOKS_LIKE_A_PLACE.test(piece) && !PROVINCE.test(piece)
  const ends = [0, pieces.length - 1]
  return ends.find((index) => isName(pieces[index])) ?? pieces.findIndex(isName)
}

function splitPlace(pieces: readonly string[]): { region: string; street: string } {
  const parts: string[] = []
  let rest = pieces.join(' ')
  const province = take(PROVINCE)
  const isMunicipality = /^(?:北京|天津|上海|重庆)/.test(province)
  // 上海市上海市浦东新区: forms of other shops repeat a municipality as its own city.
  if (isMunicipality && rest.startsWith(province)) rest = rest.slice(province.length).trimStart()
  if (!isMunicipality) take(CITY)
  if (parts.length > 0) take(DISTRICT)
  return { region: parts.join(' '), street: rest }

  function take(pattern: RegExp): string {
    const found = pattern.exec(rest)?.[0] ?? ''
    if (found) parts.push(found)
    rest = rest.slice(found.length).trimStart()
    return found
  }
}
