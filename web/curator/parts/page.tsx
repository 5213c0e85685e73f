import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { arrowLeft } from '../icons.ts'
import { t } from '../kit.ts'
import { go } from '../router.tsx'
import { Icon } from './basics.tsx'

interface PageProps {
  readonly title: string
  /** One small line under the title. */
  readonly under?: ComponentChildren
  /** Where the arrow leads; screens of the tab bar have none. */
  readonly back?: string
  /** At the right of the title: one small thing. */
  readonly corner?: ComponentChildren
  /** The main action, at the thumb. */
  readonly bar?: ComponentChildren
  /** Questions to answer: on a wide screen the lines stay as short as on paper. */
  readonly isNarrow?: boolean
  readonly children: ComponentChildren
}

let isFirstScreen = true

/** One screen: its title is the page's title, and receives the focus when one comes here. */
export function Page({ title, under, back, corner, bar, isNarrow, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('brand_bench')}`
  }, [title])
  useEffect(() => {
    if (!isFirstScreen) heading.current?.focus({ preventScroll: true })
    isFirstScreen = false
  }, [])
  return (
    <div class={['page', bar && 'has-bar', isNarrow && 'narrow'].filter(Boolean).join(' ')}>
      <header class="head">
        {back && <Back to={back} />}
        <div class="grow">
          <h1 class="s20 b" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {under && <div class="muted s12 num">{under}</div>}
        </div>
        {corner}
      </header>
      {children}
      {bar && <div class="bar">{bar}</div>}
    </div>
  )
}

/** Goes up, not to wherever one came from: the arrow means the same on every visit. */
function Back({ to }: { to: string }) {
  const follow = (event: MouseEvent) => {
    event.preventDefault()
    go(to)
  }
  return (
    <a class="back" href={to} onClick={follow} aria-label={t('back')}>
      <Icon of={arrowLeft} />
    </a>
  )
}

interface SectionProps {
  readonly title: string
  readonly beside?: ComponentChildren
  /** The long list of a screen: the second column where there is room for one. */
  readonly isList?: boolean
  readonly children: ComponentChildren
}

export function Section({ title, beside, isList, children }: SectionProps) {
  return (
    <section class={isList ? 'section list-column' : 'section'}>
      <div class="row between section-head">
        <h2 class="s14 b">{title}</h2>
        {beside && <div class="muted s12 num">{beside}</div>}
      </div>
      {children}
    </section>
  )
}
