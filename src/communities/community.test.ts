import { describe, expect, test } from 'vitest'
import { Refusal } from '../platform/errors.ts'
import { type Community, enter, type Member, mayCurate, mayGovern, mayInvite, standsOver } from './community.ts'
import { roles } from './contract.ts'

const community = { door: 'open_by_link', state: 'open', memberCap: 3 } as Community
const member = (over: Partial<Member>): Member => ({ id: 1n, roles: [], state: 'active', ...over }) as Member
const codeOf = (entry: ReturnType<typeof enter>) => (entry instanceof Refusal ? entry.refusal.code : entry.as)

describe('at the door', () => {
  test('one enters, or waits where the door opens by approval', () => {
    expect(codeOf(enter(community, undefined, 1))).toBe('active')
    expect(codeOf(enter({ ...community, door: 'by_approval' }, undefined, 1))).toBe('waiting')
  })

  test('who is in or waits stays as she is, even when it is full or closed', () => {
    for (const state of ['active', 'waiting'] as const)
      expect(codeOf(enter({ ...community, state: 'closed' }, member({ state }), 0))).toBe('same')
  })

  test('who left or was declined may come again; who was banned may not', () => {
    expect(codeOf(enter(community, member({ state: 'left' }), 1))).toBe('active')
    expect(codeOf(enter(community, member({ state: 'declined' }), 1))).toBe('active')
    expect(codeOf(enter(community, member({ state: 'banned' }), 1))).toBe('banned')
  })

  test('full is full, closed is closed', () => {
    expect(codeOf(enter(community, undefined, 0))).toBe('community_full')
    expect(codeOf(enter({ ...community, state: 'closed' }, undefined, 1))).toBe('community_closed')
  })
})

describe('roles', () => {
  const may = (rule: (m: Member) => boolean) => roles.filter((role) => rule(member({ roles: [role] })))

  test('say who governs, who invites, who sells', () => {
    expect(may(mayGovern)).toEqual(['owner', 'manager'])
    expect(may(mayInvite)).toEqual(['owner', 'curator', 'manager'])
    expect(may(mayCurate)).toEqual(['owner', 'curator'])
  })

  test('count for nothing outside', () => {
    for (const state of ['waiting', 'left', 'banned'] as const)
      expect(mayGovern(member({ state, roles: ['owner'] }))).toBe(false)
    expect(mayCurate(undefined)).toBe(false)
  })

  test('the owner stands over everyone but herself, a manager over members only', () => {
    const owner = member({ id: 1n as never, roles: ['owner'] })
    const manager = member({ id: 2n as never, roles: ['manager'] })
    const other = member({ id: 3n as never, roles: ['manager', 'editor'] })
    const plain = member({ id: 4n as never, roles: ['editor'] })
    expect([manager, other, plain].map((one) => standsOver(owner, one))).toEqual([true, true, true])
    expect([owner, other, manager, plain].map((one) => standsOver(manager, one))).toEqual([false, false, false, true])
    expect(standsOver(owner, owner)).toBe(false)
    expect(standsOver(plain, manager)).toBe(false)
  })
})
