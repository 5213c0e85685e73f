import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { CopyButton } from '../parts/hand-out.tsx'
import { Empty } from '../parts/states.tsx'
import { Link } from '../router.tsx'
import { placeOf } from '../routes.ts'
import { salePath } from '../sales/paths.ts'
import type { Sale, Task } from '../shapes.ts'
import { FirstSteps } from './first-steps.tsx'

/** What there is to do, most valuable first, as the server orders it. Only the first one has the loud button. */
export function Tasks({ tasks, isFirstTime }: { tasks: readonly Task[]; isFirstTime: boolean }) {
  // The three steps of the first evening say it better.
  if (isFirstTime && tasks.every(({ kind }) => kind === 'open_sale')) return <FirstSteps />
  if (tasks.length === 0) {
    return (
      <Empty title={t('today_done')}>
        <p class="muted s14">{t('today_done_words')}</p>
      </Empty>
    )
  }
  return (
    <ul class="col tight">
      {tasks.map((task, index) => (
        <li class="card task" key={`${task.kind}·${task.href}`}>
          <div class="grow">
            <h2 class="b">{task.title}</h2>
            <p class="muted s14 num">{task.detail}</p>
          </div>
          <TaskAction task={task} look={index === 0 ? 'btn go small' : 'btn small'} />
        </li>
      ))}
    </ul>
  )
}

function TaskAction({ task, look }: { task: Task; look: string }) {
  const reminds = task.kind === 'closing_soon' || task.kind === 'unpaid'
  return reminds ? <Remind task={task} look={look} /> : <Lead task={task} look={look} />
}

const Lead = ({ task, look }: { task: Task; look: string }) => (
  <Link class={look} href={task.href}>
    {t(`task_${task.kind}`)}
  </Link>
)

/** One tap copies a friendly word for the group, with the link and nobody's name in it. */
function Remind({ task, look }: { task: Task; look: string }) {
  const sale = useLoad<Sale>(salePath(placeOf(new URL(task.href, location.href).pathname).id)).data
  const link = sale?.communities.length === 1 ? sale.communities[0]?.link : undefined
  const left = sale && f.left(sale.cutsOffAt)
  if (!sale || !link || !left) return <Lead task={task} look={look} />
  const text = t('remind_text', { title: sale.title, span: left, url: link.url })
  return <CopyButton text={text} label={t('remind_copy')} look={look} />
}
