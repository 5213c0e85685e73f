import { parseArgs } from 'node:util'
import { auditNow } from './audit-now.ts'
import { measureFlash } from './flash.ts'
import { measureMonth } from './month.ts'
import { measureOrders } from './orders.ts'
import { measurePage } from './page.ts'
import { measurePaired } from './paired.ts'
import { measureShed } from './shed.ts'
import { measureSold } from './sold.ts'
import { openStage, type Stage } from './stage.ts'
import { measureStarts } from './starts.ts'
import { measureTrust } from './trust.ts'

/** `all` leaves out the month, which is measured by itself, and `paired`, which needs another build (`--against …/cli.js`). */
const CLAIMS = ['starts', 'page', 'orders', 'sold', 'shed', 'flash', 'trust']
const { positionals: asked, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    orders: { type: 'string', default: '1000000' },
    against: { type: 'string', default: '' },
  },
})
const json = options.json === true
const wanted = asked.length === 0 || asked.includes('all') ? CLAIMS : asked
const APART = ['month', 'paired']
const unknown = wanted.filter((name) => ![...CLAIMS, ...APART].includes(name))
if (unknown.length > 0)
  throw new Error(`there is no bench ${unknown.join(', ')}: ${[...CLAIMS, ...APART, 'all'].join(', ')}`)
if (wanted.includes('paired') && !options.against)
  throw new Error('paired needs another build: --against …/dist/cli.js')
const results: Record<string, unknown> = {}

if (wanted.includes('starts')) results.starts = await measureStarts()
const onStage = ['page', 'orders', 'sold', 'shed', 'paired'].filter((claim) => wanted.includes(claim))
if (onStage.length > 0) {
  const stage = await openStage()
  try {
    if (wanted.includes('page')) results.page = await measureWithServer(stage)
    if (wanted.includes('orders')) {
      const { rounds, hot, ...orders } = await measureOrders(stage)
      if (!json) process.stdout.write(`${JSON.stringify({ rounds, hot }, null, 2)}\n`)
      Object.assign(results, orders)
    }
    // What is acknowledged, stored, sold and balanced is counted after both.
    if (wanted.includes('sold')) {
      const { acknowledged, ...sold } = await measureSold(stage, results.tpcbPerSecond as number | undefined)
      Object.assign(results, sold, { acknowledged: acknowledged + Number(results.acknowledged ?? 0) })
    }
    if (wanted.includes('shed')) results.shed = await measureShed(stage)
    if (wanted.includes('paired')) results.paired = await measurePaired(stage, options.against)
    if (onStage.some((claim) => claim !== 'page')) results.audit = await auditNow(stage)
  } finally {
    await stage.close()
  }
}
if (wanted.includes('flash')) results.flash = await measureFlash()
if (wanted.includes('month')) Object.assign(results, await measureMonth(Number(options.orders)))
if (wanted.includes('trust')) results.trust = await measureTrust()
process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${JSON.stringify(results, null, 2)}\n`)

async function measureWithServer(stage: Stage) {
  const server = await stage.serve()
  return measurePage(stage, server).finally(() => server.stop())
}
