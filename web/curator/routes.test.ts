import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, isTabRoot, placeOf, type Screen, tabOf } from './routes.ts'

const withId: Screen[] = ['sale', 'handover', 'members', 'invitations', 'settings', 'checkUp', 'pickup']
const withoutId: Screen[] = ['today', 'sales', 'newSale', 'communities', 'newCommunity', 'wallet', 'me', 'profile']

describe('places', () => {
  it('finds the screen of every address that it makes', () => {
    for (const screen of withoutId) expect(placeOf(addressOf(screen))).toMatchObject({ screen, id: '' })
    fc.assert(
      fc.property(fc.constantFrom(...withId), fc.string({ minLength: 1 }), (screen, id) => {
        // A path cannot hold these as a part of their own: browsers read them as "here" and "up".
        fc.pre(!['.', '..', 'new'].includes(id))
        expect(placeOf(addressOf(screen, id))).toMatchObject({ screen, id })
      }),
    )
  })

  it('keeps what was asked after the question mark, without what is empty', () => {
    const address = addressOf('newSale', '', { step: 'goods', tried: undefined, like: '' })
    expect(address).toBe('/curator/sales/new?step=goods')
    const [path = '', search] = address.split('?')
    expect(placeOf(path, search)).toEqual({ screen: 'newSale', id: '', query: { step: 'goods' } })
  })

  it('takes both addresses of a community and a slash too many', () => {
    expect(placeOf('/curator/communities/com_1').screen).toBe('community')
    expect(placeOf('/curator/').screen).toBe('today')
    expect(placeOf('/curator/wallet/').screen).toBe('wallet')
  })

  it('says nowhere to what it does not know', () => {
    for (const path of ['/', '/curators', '/admin', '/curator/nothing', '/curator/sales/a/b/c'])
      expect(placeOf(path).screen).toBe('nowhere')
  })

  it('reads a broken escape as it stands', () => {
    expect(placeOf('/curator/sales/%E0%A4%A')).toMatchObject({ screen: 'sale', id: '%E0%A4%A' })
  })
})

describe('tabs', () => {
  it('shows the tab that a screen belongs to', () => {
    expect(tabOf('today')).toBe('today')
    expect(tabOf('handover')).toBe('sales')
    expect(tabOf('pickup')).toBe('sales')
    expect(tabOf('settings')).toBe('communities')
    expect(tabOf('nowhere')).toBeUndefined()
  })

  it('stands at the root on five screens only', () => {
    const roots = [...withId, ...withoutId].filter(isTabRoot)
    expect(roots).toEqual(['today', 'sales', 'communities', 'wallet', 'me'])
  })
})
