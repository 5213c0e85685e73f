import { walletOf } from '../commissions/index.ts'
import { waitingMembersOf } from '../communities/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { dateIn } from '../platform/clock.ts'
import type { Locale } from '../platform/http.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { Money, oneOf, orNull, type Static, Type } from '../platform/wire.ts'
import { openSalesOf, readSales } from '../sales/index.ts'
import * as sqlLists from './sql-lists.ts'

const Task = Type.Object({
  kind: oneOf('let_in', 'closing_soon', 'open_sale', 'hand_over', 'unpaid'),
  title: Type.String(),
  detail: Type.String(),
  href: Type.String(),
})

export const CuratorToday = Type.Object({
  tasks: Type.Array(Task),
  currentSale: orNull(Type.Object({ id: Type.String(), title: Type.String(), cutsOffAt: Type.String() })),
  numbers: Type.Object({ estimated: Money, pending: Money, available: Money, withdrawn: Money }),
})
export type CuratorToday = Static<typeof CuratorToday>

const SOON_MS = 3 * 3_600_000
const PICKUP_TASKS = 5

/** Her day: one list of things to do, most valuable first; numbers under it, never above. */
export async function readToday(platform: Platform, actor: PersonActor, locale: Locale): Promise<CuratorToday> {
  const now = platform.clock.now()
  const [wallet, sales, waiting] = await Promise.all([
    walletOf(platform.db, actor.personId),
    openSalesOf(platform.db, actor.personId, now),
    waitingMembersOf(platform.db, actor.personId),
  ])
  const counts = new Map(
    (
      await sqlLists.countsOfSales(
        platform.db,
        sales.map((sale) => sale.id),
      )
    ).map((row) => [row.sale_id, row]),
  )
  const zh = locale === 'zh-CN'
  const tasks: CuratorToday['tasks'] = []
  for (const sale of sales) {
    const count = counts.get(sale.id)
    const unpaid = count?.unpaid ?? 0
    const left = sale.cutsOffAt.getTime() - now.getTime()
    const href = `/curator/sales/${formatId('sal', sale.id)}`
    const detail = zh
      ? `${count?.paid ?? 0} 单已付，${unpaid} 单没付`
      : `${count?.paid ?? 0} paid, ${unpaid} not paid yet`
    if (left < SOON_MS) tasks.push({ kind: 'closing_soon', title: closingTitle(sale.title, left, zh), detail, href })
    else if (unpaid > 0)
      tasks.push({
        kind: 'unpaid',
        title: zh ? `「${sale.title}」有 ${unpaid} 单还没付` : `${unpaid} unpaid in “${sale.title}”`,
        detail,
        href,
      })
  }
  for (const one of waiting)
    tasks.push({
      kind: 'let_in',
      title: zh ? `${one.count} 位想进「${one.name}」` : `${one.count} want to join “${one.name}”`,
      detail: zh ? '点头才进得来' : 'They wait for your nod',
      href: `/curator/communities/${formatId('com', one.communityId)}/members?state=waiting`,
    })
  for (const row of await pickupsArrived(platform, actor, now))
    tasks.push({
      kind: 'hand_over',
      title: zh ? `${row.n} 单等着自提` : `${row.n} to hand over`,
      detail: zh ? '扫提货码就算交到' : 'Scan the code and it is done',
      href: `/curator/sales/${formatId('sal', row.sale_id)}/handover`,
    })
  if (sales.length === 0)
    tasks.push({
      kind: 'open_sale',
      title: zh ? '今天还没开团' : 'No sale is open today',
      detail: zh ? '挑一样你真在用的，一分钟开好' : 'Pick one thing you really use; it takes a minute',
      href: '/curator/sales/new',
    })
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  const current = sales[0]
  return {
    tasks,
    currentSale: current
      ? { id: formatId('sal', current.id), title: current.title, cutsOffAt: current.cutsOffAt.toISOString() }
      : null,
    numbers: {
      estimated: money(wallet.estimatedFen),
      pending: money(wallet.pendingFen),
      available: money(wallet.availableFen),
      withdrawn: money(wallet.withdrawnFen),
    },
  }
}

/** Sales whose goods have been promised for today or before; until then there is nothing to hand over. */
async function pickupsArrived(platform: Platform, actor: PersonActor, now: Date) {
  const waiting = await sqlLists.pickupsWaiting(platform.db, actor.personId)
  const sales = await readSales(
    platform.db,
    waiting.map((row) => row.sale_id),
    now,
  )
  const today = dateIn(platform.config.timeZone, now)
  const hasArrived = (arrivesOn: string | undefined) => arrivesOn !== undefined && arrivesOn <= today
  return waiting.filter((row) => hasArrived(sales.get(row.sale_id)?.arrivesOn)).slice(0, PICKUP_TASKS)
}

function closingTitle(title: string, leftMs: number, zh: boolean): string {
  const hours = Math.floor(leftMs / 3_600_000)
  const minutes = Math.max(1, Math.floor(leftMs / 60_000))
  if (zh) return hours >= 1 ? `「${title}」还有 ${hours} 小时截单` : `「${title}」还有 ${minutes} 分钟截单`
  return hours >= 1 ? `“${title}” closes in ${hours} h` : `“${title}” closes in ${minutes} min`
}
