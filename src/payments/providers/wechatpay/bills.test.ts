import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProviderRefused, ProviderUnknown } from '../port.ts'
import { BillNotReady } from '../port-bills.ts'
import { fenOf, readBill, timeOf } from './bill-csv.ts'
import { fetchBill, fundLines, tradeLines } from './bills.ts'
import { openFiles, type SendCall } from './client.ts'

/** Bills as WeChat Pay writes them, word for word, and what is not believed of them. */

const HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const PAID =
  '`2021-01-28 17:07:11,`wx81be3101902f7cb2,`1601959334,`0,`,`4200000925202101284997714292,`S20210128170702357723,`ofyak,`NATIVE,`SUCCESS,`OTHERS,`CNY,`10.00,`0.50,`0,`0,`0.00,`0.00,`,`,`脐橙, 5 斤,`,`0.06000,`0.60%,`10.50,`0.00,`'
const BACK =
  '`2021-01-28 18:00:00,`wx81be3101902f7cb2,`1601959334,`0,`,`4200000925202101284997714292,`S20210128170702357723,`ofyak,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300806962021012805978994968,`R1,`4.00,`0.00,`ORIGINAL,`SUCCESS,`脐橙, 5 斤,`,`-0.02000,`0.60%,`0.00,`4.00,`'
const bill = (rows: string[], sums: string) => Buffer.from(`\uFEFF${[HEAD, ...rows, SUMS, sums].join('\r\n')}\r\n`)
const BOTH = bill([PAID, BACK], '`2,`10.00,`4.00,`0.00,`0.04000,`10.50,`4.00')

describe('the trade bill', () => {
  it('counts what is settled with us, not what the payer was shown; a comma in a description divides nothing', () => {
    expect(tradeLines(readBill(BOTH)).lines).toMatchObject([
      { what: 'payment', direction: 'in', amountFen: 1_000, feeFen: 6, ownNo: 'S20210128170702357723' },
      { what: 'refund', direction: 'out', amountFen: 400, feeFen: -2, ownNo: 'R1' },
    ])
    expect(timeOf('2021-01-28 17:07:11').toISOString()).toBe('2021-01-28T09:07:11.000Z')
  })

  it('that lost a line, its sums or half a line on the way is not believed', () => {
    const lost = bill([PAID], '`2,`10.00,`4.00,`0.00,`0.04000,`10.50,`4.00')
    expect(() => tradeLines(readBill(lost))).toThrow(/1 counted, 2 stated/)
    // Whatever is cut after the sums that we read, the digest finds.
    for (let end = 1; end < BOTH.length - 60; end += 7)
      expect(() => tradeLines(readBill(BOTH.subarray(0, end)))).toThrow(ProviderUnknown)
  })
})

describe('the bill of an account', () => {
  it('tells payouts to the bank; what the trade bill tells is told, anything else is something to look at', () => {
    const head =
      '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
    const row = (name: string, type: string, way: string, yuan: string) =>
      `\`2021-02-01 13:54:01,\`503,\`420,\`${name},\`${type},\`${way},\`${yuan},\`0.22,\`1601959334API,\`,\`S1`
    const rows = [
      row('交易', '交易', '收入', '1.00'),
      row('交易', '扣除交易手续费', '支出', '0.01'),
      row('退款', '退款', '支出', '0.02'),
      row('提现', '提现', '支出', '0.50'),
      row('投诉赔付', '投诉赔付', '支出', '0.03'),
    ]
    const sums = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'
    const text = Buffer.from([head, ...rows, sums, '`5,`1,`1.00,`4,`0.56'].join('\n'))
    const { lines, closingFen } = fundLines('basic', readBill(text))
    expect(lines.map((line) => line.what)).toEqual(['told', 'told', 'told', 'settled', 'other'])
    expect(closingFen).toBe(22)
  })
})

describe('amounts', () => {
  it('are whole fen or nothing', () => {
    expect([fenOf('0.00000'), fenOf('7.79000'), fenOf('-0.02'), fenOf('1299.02'), fenOf('')]).toEqual([
      ...[0, 779, -2, 129_902, 0],
    ])
    for (const wrong of ['0.00540', '1e2', '1,000.00', '٣', '0.123456', 'NaN', '--1'])
      expect(() => fenOf(wrong)).toThrow(ProviderUnknown)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (fen) => {
        expect(fenOf((fen / 100).toFixed(2))).toBe(fen)
      }),
    )
  })
})

describe('fetching', () => {
  const digest = createHash('sha1').update(BOTH).digest('hex')
  const named = (hash_value: string): SendCall => {
    const told = {
      hash_type: 'SHA1',
      hash_value,
      download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=x',
    }
    return async ({ path }) => {
      if (path.startsWith('/v3/bill/tradebill')) return told
      throw new ProviderRefused({ status: 400, code: 'NO_STATEMENT_EXIST', message: '账单文件不存在' })
    }
  }

  it('takes a file, packed or not, only when it is the one whose digest was signed', async () => {
    for (const bytes of [BOTH, gzipSync(BOTH)]) {
      const { files } = await fetchBill(named(digest), async () => bytes, '2021-01-28')
      expect(files.map((file) => [file.kind, file.lines.length])).toEqual([
        ['trade', 2],
        ['basic', 0],
        ['operation', 0],
      ])
    }
    const other = bill([PAID], '`1,`10.00,`0.00,`0.00,`0.06000,`10.50,`0.00')
    await expect(fetchBill(named(digest), async () => other, '2021-01-28')).rejects.toThrow(/digest/)
  })

  it('says when it is not made yet', async () => {
    const send: SendCall = async () => {
      throw new ProviderRefused({ status: 400, code: 'STATEMENT_CREATING', message: '账单生成中' })
    }
    await expect(fetchBill(send, async () => BOTH, '2021-01-28')).rejects.toThrow(BillNotReady)
  })

  it('never takes our signature to another address', async () => {
    const asked: string[] = []
    const fetch = async (url: URL) => {
      asked.push(String(url))
      return new Response('x')
    }
    const config = { baseUrl: new URL('https://api.mch.weixin.qq.com'), timeoutMs: 1_000 }
    const files = openFiles(config as never, { now: () => new Date(), fetch: fetch as never })
    for (const address of [
      'https://api.mch.weixin.qq.com.evil.example/x',
      'http://api.mch.weixin.qq.com/x',
      'nonsense',
    ])
      await expect(files(address)).rejects.toThrow(/foreign/)
    expect(asked).toEqual([])
  })
})
