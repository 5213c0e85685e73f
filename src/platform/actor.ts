import { formatId, type Id } from './ids.ts'

export const audiences = ['store', 'curator', 'admin'] as const
export type Audience = (typeof audiences)[number]
export const staffRoles = ['admin', 'operator', 'scout', 'finance', 'service'] as const
export type StaffRole = (typeof staffRoles)[number]

/** Who asks. Every use case that belongs to someone takes it first. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'person'
      readonly personId: Id<'per'>
      readonly sessionId: Id<'ses'>
      readonly audience: Audience
    }
  | {
      readonly kind: 'staff'
      readonly staffId: Id<'stf'>
      readonly sessionId: Id<'ses'>
      readonly roles: readonly StaffRole[]
      readonly provedAt: Date
    }
  | {
      readonly kind: 'machine'
      readonly keyId: Id<'key'>
      readonly audience: Audience
      readonly scopes: readonly string[]
    }
  | { readonly kind: 'system'; readonly name: string }

export type PersonActor = Extract<Actor, { kind: 'person' }>
export type StaffActor = Extract<Actor, { kind: 'staff' }>

export const anonymous: Actor = { kind: 'anonymous' }
export const systemActor = (name: string): Actor => ({ kind: 'system', name })

/** A short name for records and logs: the kind and the id, never a person's data. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.personId}`
    case 'staff':
      return `staff:${actor.staffId}`
    case 'machine':
      return `machine:${actor.keyId}`
    case 'system':
      return `system:${actor.name}`
    default:
      return 'anonymous'
  }
}

const PREFIX_OF = { person: 'per', staff: 'stf', machine: 'key' } as const

/** A recorded actor name with its id in text form, as it may leave the server: `staff:stf_…`, `system:payments`. */
export function showActor(name: string): string {
  const [kind = '', id = ''] = name.split(':')
  const prefix = PREFIX_OF[kind as keyof typeof PREFIX_OF]
  return prefix && /^\d+$/.test(id) ? `${kind}:${formatId(prefix, BigInt(id))}` : name
}
