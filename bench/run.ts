import { auditNow } from './audit-now.ts'
import { measureOrders } from './orders.ts'
import { measurePage } from './page.ts'
import { measureShed } from './shed.ts'
import { measureSold } from './sold.ts'
import { openStage, type Stage } from './stage.ts'
import { measureStarts } from './starts.ts'
import { measureTrust } from './trust.ts'

const CLAIMS = ['starts', 'page', 'orders', 'sold', 'shed', 'trust']
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const json = process.argv.includes('--json')
const wanted = asked.length === 0 || asked.includes('all') ? CLAIMS : asked
const unknown = wanted.filter((name) => !CLAIMS.includes(name))
if (unknown.length > 0) throw new Error(`there is no bench ${unknown.join(', ')}: ${CLAIMS.join(', ')}, all`)
const results: Record<string, unknown> = {}

if (wanted.includes('starts')) results.starts = await measureStarts()
const onStage = ['page', 'orders', 'sold', 'shed'].filter((claim) => wanted.includes(claim))
if (onStage.length > 0) {
  const stage = await openStage()
  try {
    if (wanted.includes('page')) results.page = await measureWithServer(stage)
    if (wanted.includes('orders')) {
      const { rounds, hot, ...orders } = await measureOrders(stage)
      if (!json) process.stdout.write(`${JSON.stringify({ rounds, hot }, null, 2)}\n`)
      Object.assign(results, orders)
    }
    if (wanted.includes('shed')) results.shed = await measureShed(stage)
    // What is stored, sold and balanced is counted after the last of them.
    if (wanted.includes('sold'))
      Object.assign(results, await measureSold(stage, results.tpcbPerSecond as number | undefined))
    if (onStage.some((claim) => claim !== 'page')) results.audit = await auditNow(stage)
  } finally {
    await stage.close()
  }
}
if (wanted.includes('trust')) results.trust = await measureTrust()
process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${JSON.stringify(results, null, 2)}\n`)

async function measureWithServer(stage: Stage) {
  const server = await stage.serve()
  return measurePage(stage, server).finally(() => server.stop())
}
