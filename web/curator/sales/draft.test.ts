import { describe, expect, it } from 'vitest'
import type { Sale } from '../shapes.ts'
import {
  bodyOf,
  type Draft,
  draftLike,
  firstOpenStep,
  MAX_SKUS,
  missingIn,
  newDraft,
  withCommunity,
  withLimit,
  withSku,
} from './draft.ts'

const zone = 'Asia/Shanghai'
const now = Date.parse('2026-11-22T09:00:00Z')
const ready: Draft = {
  communityIds: ['com_1'],
  skus: [{ skuId: 'sku_1', perPerson: 2 }],
  opensAt: '',
  cutsOffAt: '2026-11-22T22:00',
  arrivesOn: '2026-11-24',
  delivery: 'parcel',
  pickupPointId: '',
  title: '',
  word: '',
}
const missingTimes = (draft: Draft) => missingIn(draft, 'times', now, zone)

describe('a new sale', () => {
  it('starts with ten tonight, or with the next evening', () => {
    expect(newDraft(now, zone).cutsOffAt).toBe('2026-11-22T22:00')
    expect(newDraft(Date.parse('2026-11-22T14:30:00Z'), zone).cutsOffAt).toBe('2026-11-23T22:00')
  })

  it('asks one open question after the other', () => {
    const draft = newDraft(now, zone)
    expect(firstOpenStep(draft, now, zone)).toBe('communities')
    expect(firstOpenStep({ ...draft, communityIds: ['com_1'] }, now, zone)).toBe('goods')
    expect(firstOpenStep({ ...ready, arrivesOn: '' }, now, zone)).toBe('times')
    expect(firstOpenStep(ready, now, zone)).toBe('confirm')
  })

  it('may be a flash sale, which lasts a day at most', () => {
    const flash = { ...ready, isFlash: true }
    expect(missingTimes(flash)).toEqual({})
    expect(bodyOf(flash, '', zone)).toMatchObject({ kind: 'flash' })
    expect(bodyOf(ready, '', zone)).not.toHaveProperty('kind')
    expect(missingTimes({ ...flash, cutsOffAt: '2026-11-24T22:00', arrivesOn: '2026-11-25' })).toEqual({
      cutsOffAt: 'flash_a_day',
    })
  })

  it('takes over an earlier one with new times', () => {
    const earlier = {
      title: '脐橙',
      word: '甜',
      delivery: 'pickup',
      pickupPoint: { id: 'pkp_1' },
      communities: [{ id: 'com_1' }],
      skus: [{ skuId: 'sku_1', perPerson: 3 }],
      arrivesOn: '2026-11-01',
    } as unknown as Sale
    const draft = draftLike(earlier, now, zone)
    expect(draft).toMatchObject({ title: '脐橙', pickupPointId: 'pkp_1', skus: [{ skuId: 'sku_1', perPerson: 3 }] })
    expect(draft.arrivesOn).toBe('')
    expect(draft.cutsOffAt).toBe('2026-11-22T22:00')
  })
})

describe('what is missing', () => {
  it('is nothing when all is said', () => {
    expect(missingTimes(ready)).toEqual({})
  })

  it('is said by field', () => {
    expect(missingTimes({ ...ready, cutsOffAt: '', arrivesOn: '' })).toEqual({
      cutsOffAt: 'need_cut_off',
      arrivesOn: 'need_arrival',
    })
    expect(missingTimes({ ...ready, delivery: 'pickup' })).toEqual({ pickupPointId: 'need_point' })
  })

  it('knows what cannot be', () => {
    expect(missingTimes({ ...ready, cutsOffAt: '2026-11-22T16:00' })).toEqual({ cutsOffAt: 'cut_off_passed' })
    const opensLater = { ...ready, opensAt: '2026-11-22T23:00' }
    expect(missingTimes(opensLater)).toEqual({ cutsOffAt: 'cut_off_before_opening' })
    expect(missingTimes({ ...ready, arrivesOn: '2026-11-21' })).toEqual({ arrivesOn: 'arrival_before_cut_off' })
  })
})

describe('changes', () => {
  it('keep the limit of what stays and forget the rest', () => {
    const two = withSku(ready, 'sku_2', true)
    expect(withLimit(two, 'sku_2', 5).skus).toEqual([
      { skuId: 'sku_1', perPerson: 2 },
      { skuId: 'sku_2', perPerson: 5 },
    ])
    expect(withSku(two, 'sku_1', false).skus).toEqual([{ skuId: 'sku_2', perPerson: null }])
  })

  it('never hold more goods than a sale may', () => {
    let draft = ready
    for (let n = 0; n < MAX_SKUS + 5; n++) draft = withSku(draft, `sku_x${n}`, true)
    expect(draft.skus).toHaveLength(MAX_SKUS)
  })

  it('ask for the pick-up point again when the groups change', () => {
    const chosen: Draft = { ...ready, delivery: 'pickup', pickupPointId: 'pkp_1' }
    expect(withCommunity(chosen, 'com_2', true)).toMatchObject({ communityIds: ['com_1', 'com_2'], pickupPointId: '' })
  })
})

describe('the request', () => {
  it('says what was chosen, in UTC, and nothing that was not', () => {
    expect(bodyOf(ready, '云岔脐橙', zone)).toEqual({
      title: '云岔脐橙',
      communityIds: ['com_1'],
      skus: [{ skuId: 'sku_1', perPerson: 2 }],
      cutsOffAt: '2026-11-22T14:00:00.000Z',
      arrivesOn: '2026-11-24',
      delivery: 'parcel',
    })
  })

  it('carries a planned opening, the pick-up point, her own title and words', () => {
    const draft: Draft = {
      ...ready,
      opensAt: '2026-11-22T20:00',
      delivery: 'pickup',
      pickupPointId: 'pkp_1',
      title: ' 今晚的橙 ',
      word: ' 甜 ',
      skus: [{ skuId: 'sku_1', perPerson: null }],
    }
    expect(bodyOf(draft, '云岔脐橙', zone)).toMatchObject({
      title: '今晚的橙',
      word: '甜',
      opensAt: '2026-11-22T12:00:00.000Z',
      pickupPointId: 'pkp_1',
      skus: [{ skuId: 'sku_1' }],
    })
  })
})
