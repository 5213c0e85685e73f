import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from './contract.ts'

describe('a pasted address', () => {
  const whole = { recipient: '小王', phone: '13800000001', region: '浙江省 杭州市 西湖区', street: '文三路1号' }

  test.each([
    '小王 13800000001 浙江省杭州市西湖区文三路1号',
    '小王，13800000001，浙江省杭州市西湖区文三路1号',
    '浙江省杭州市西湖区文三路1号 小王 13800000001',
    '浙江省 杭州市 西湖区 文三路1号 小王 138-0000-0001',
    '13800000001小王 浙江省杭州市西湖区文三路1号',
    '收货人：小王\n手机号码：+86 13800000001\n所在地区：浙江省杭州市西湖区\n详细地址：文三路1号',
    '小王（收） １３８００００００１'.replace('１３８００００００１', '１３８０００００００１') +
      ' 浙江省杭州市西湖区文三路1号',
  ])('%j', (pasted) => {
    expect(parseAddress(pasted)).toEqual(whole)
  })

  test('a municipality has no city of its own', () => {
    expect(parseAddress('李雷 13900000002 上海市浦东新区世纪大道100号').region).toBe('上海市 浦东新区')
    expect(parseAddress('李雷 13900000002 上海市 上海市 浦东新区 世纪大道100号').region).toBe('上海市 浦东新区')
  })

  test('autonomous regions, prefectures and banners', () => {
    expect(parseAddress('韩梅 13700000003 广西壮族自治区桂林市阳朔县西街8号')).toEqual({
      recipient: '韩梅',
      phone: '13700000003',
      region: '广西壮族自治区 桂林市 阳朔县',
      street: '西街8号',
    })
    expect(parseAddress('云南省大理白族自治州大理市人民路3号').region).toBe('云南省 大理白族自治州 大理市')
  })

  test('without a province', () => {
    expect(parseAddress('杭州市西湖区文三路1号 小王 13800000001')).toEqual({ ...whole, region: '杭州市 西湖区' })
  })

  test('a landline', () => {
    expect(parseAddress('小王 0571-88888888 浙江省杭州市西湖区文三路1号')).toEqual({ ...whole, phone: '0571-88888888' })
  })

  test('a name that has a word for places in it', () => {
    expect(parseAddress('路遥 13800000001 浙江省杭州市西湖区文三路1号')).toEqual({ ...whole, recipient: '路遥' })
  })

  test('what is missing stays empty', () => {
    expect(parseAddress('')).toEqual({ recipient: '', phone: '', region: '', street: '' })
    expect(parseAddress('13800000001')).toEqual({ recipient: '', phone: '13800000001', region: '', street: '' })
    expect(parseAddress('小王')).toEqual({ recipient: '小王', phone: '', region: '', street: '' })
  })

  test('a long run of digits is no phone', () => {
    expect(parseAddress('小王 9913800000001 文三路1号').phone).toBe('')
  })

  test('never throws, never takes long, never invents characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (pasted) => {
        const { phone } = parseAddress(pasted)
        expect(phone).toMatch(/^([0-9-]*)$/)
      }),
    )
    const started = performance.now()
    parseAddress('浙江省杭州市西湖区'.repeat(10_000))
    expect(performance.now() - started).toBeLessThan(50)
  })
})
