import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../platform/errors.ts'
import { Keys } from '../platform/keys.ts'
import { signId } from '../platform/signed-ids.ts'
import { bindingFor, type Link, readLinkToken, signLink, whyNotUsable } from './link.ts'

const keys = new Keys('5e'.repeat(32))
const [curator, li, buyer] = [1n, 2n, 3n] as Link['fromPersonId'][] as [
  Link['fromPersonId'],
  Link['fromPersonId'],
  Link['fromPersonId'],
]
const link = { id: 9n, curatorPersonId: curator, fromPersonId: curator } as Link

describe('a token', () => {
  test('names its link, in at most 32 characters', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, (1n << 63n) - 1n), (id) => {
        const token = signLink(keys, id)
        expect(token.length).toBeLessThanOrEqual(32)
        expect(readLinkToken(keys, token)).toBe(id)
      }),
    )
  })

  test('that we did not sign, or signed for an invitation, is forged', () => {
    const invitation = signId(keys, { byte: 1, purpose: 'communities.invitation' }, 9n)
    const underOtherKeys = signLink(new Keys('00'.repeat(32)), 9n)
    for (const token of ['', 'x', invitation, underOtherKeys, `${signLink(keys, 9n)}x`])
      expect(() => readLinkToken(keys, token)).toThrow(expect.toSatisfy((error) => isRefusal(error, 'link_forged')))
  })
})

describe('binding', () => {
  test('a sale link binds to the curator, by way of nobody', () => {
    expect(bindingFor({ link, buyerPersonId: buyer })).toEqual({
      curatorPersonId: curator,
      viaPersonId: null,
      viaLinkId: 9n,
    })
  })

  test('a passed-on link binds to the curator, by way of who passed it on', () => {
    const passedOn = { ...link, fromPersonId: li }
    expect(bindingFor({ link: passedOn, buyerPersonId: buyer })).toEqual({
      curatorPersonId: curator,
      viaPersonId: li,
      viaLinkId: 9n,
    })
  })

  test('nobody is via for herself', () => {
    expect(bindingFor({ link: { ...link, fromPersonId: li }, buyerPersonId: li }).viaPersonId).toBeNull()
  })

  test('whoever buys, through whatever link: the curator is the sale’s, and via is neither she nor the buyer', () => {
    const person = fc.bigInt(1n, 5n)
    fc.assert(
      fc.property(person, person, person, (curatorPersonId, fromPersonId, buyerPersonId) => {
        const some = { id: 9n, curatorPersonId, fromPersonId } as Link
        const bound = bindingFor({ link: some, buyerPersonId })
        expect(bound.curatorPersonId).toBe(curatorPersonId)
        expect([null, fromPersonId]).toContain(bound.viaPersonId)
        expect([curatorPersonId, buyerPersonId]).not.toContain(bound.viaPersonId)
        if (fromPersonId !== curatorPersonId && fromPersonId !== buyerPersonId)
          expect(bound.viaPersonId).toBe(fromPersonId)
      }),
    )
  })
})

test('a link lets newcomers in for its days, opens for members after that too, and for nobody once withdrawn', () => {
  const expiresAt = new Date('2026-11-30T04:00:00.000Z')
  const why = (by: 'member' | 'newcomer', at: string, revokedAt: Date | null = null) =>
    whyNotUsable({ ...link, expiresAt, revokedAt }, new Date(at), by)?.refusal.code
  expect(why('newcomer', '2026-11-30T03:59:59.999Z')).toBeUndefined()
  expect(why('newcomer', '2026-11-30T04:00:00.000Z')).toBe('link_expired')
  expect(why('member', '2027-11-30T04:00:00.000Z')).toBeUndefined()
  for (const by of ['member', 'newcomer'] as const)
    expect(why(by, '2026-11-24T00:00:00Z', new Date('2026-11-23T00:00:00Z'))).toBe('link_revoked')
})
