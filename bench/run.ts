import { measureOrders } from './orders.ts'
import { measurePage } from './page.ts'
import { openStage } from './stage.ts'
import { measureStarts } from './starts.ts'
import { measureTrust } from './trust.ts'

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const json = process.argv.includes('--json')
const wanted = asked.length === 0 || asked.includes('all') ? ['starts', 'page', 'orders', 'trust'] : asked
const results: Record<string, unknown> = {}

if (wanted.includes('starts')) results.starts = await measureStarts()
if (wanted.includes('page') || wanted.includes('orders')) {
  const stage = await openStage()
  const server = await stage.serve()
  try {
    if (wanted.includes('page')) results.page = await measurePage(stage, server)
    if (wanted.includes('orders')) results.orders = await measureOrders(stage)
  } finally {
    await server.stop()
    await stage.close()
  }
}
if (wanted.includes('trust')) results.trust = await measureTrust()
process.stdout.write(json ? `${JSON.stringify(results)}\n` : `${JSON.stringify(results, null, 2)}\n`)
