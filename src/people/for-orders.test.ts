import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { parseId } from '../platform/ids.ts'
import { addressesForOrders, findPeopleLike, maskedAddresses, peopleByIds } from './index.ts'

let stage: PeopleStage

beforeAll(async () => {
  stage = await peopleStage()
})

afterAll(() => stage.close())

const home = { recipient: '小王', phone: '13800000001', region: '浙江省 杭州市 西湖区', street: '文三路1号' }

async function withAddress() {
  const client = await stage.shopper()
  const { id } = (await client.post('/v1/store/me/addresses', home)).body
  return { client, personId: parseId('per', client.personId) as bigint, addressId: parseId('adr', id) as bigint, id }
}

test('an address exists for its owner only, and while it is on the list', async () => {
  const { platform } = stage
  const hers = async (asked: typeof pairs) => {
    const { missing } = await addressesForOrders(platform, platform.db, asked)
    return new Set(asked.map((pair) => `${pair.personId}/${pair.addressId}`).filter((name) => !missing.has(name)))
  }
  const [one, other] = [await withAddress(), await withAddress()]
  const pairs = [
    { personId: one.personId, addressId: one.addressId },
    { personId: one.personId, addressId: other.addressId },
    { personId: other.personId, addressId: other.addressId },
  ]
  expect(await hers(pairs)).toEqual(
    new Set([`${one.personId}/${one.addressId}`, `${other.personId}/${other.addressId}`]),
  )
  await one.client.delete(`/v1/store/me/addresses/${one.id}`)
  expect(await hers(pairs)).toEqual(new Set([`${other.personId}/${other.addressId}`]))
  expect(await hers([])).toEqual(new Set())
})

test('orders show addresses masked, removed ones too, and none of the erased', async () => {
  const { platform } = stage
  const [one, gone] = [await withAddress(), await withAddress()]
  await one.client.delete(`/v1/store/me/addresses/${one.id}`)
  const shown = { recipient: '小王', phoneMasked: '138****0001', region: home.region, street: home.street }
  const ids = [one.addressId, gone.addressId]
  expect(await maskedAddresses(platform, platform.db, ids)).toEqual(new Map(ids.map((id) => [id, shown])))
  await gone.client.post('/v1/store/me/erase', { confirm: 'erase' })
  expect(await maskedAddresses(platform, platform.db, ids)).toEqual(new Map([[one.addressId, shown]]))
  const people = await peopleByIds(platform, platform.db, [one.personId, gone.personId])
  expect(people.get(gone.personId)).toEqual({ nickname: '已注销', phoneMasked: '' })
  expect(people.get(one.personId)?.phoneMasked).toBe(`139****${one.client.phone.slice(-4)}`)
})

test('a staff search finds people by what it knows of them', async () => {
  const client = await stage.shopper('订单里的人')
  const id = parseId('per', client.personId)
  for (const search of [client.phone, client.personId, '订单里'])
    expect(await findPeopleLike(stage.platform, search)).toEqual([id])
})
