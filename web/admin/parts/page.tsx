import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { arrowLeft } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { t } from '../kit.ts'

interface PageProps {
  readonly title: string
  /** Beside the title: a state. */
  readonly beside?: ReactNode
  readonly under?: ReactNode
  readonly actions?: ReactNode
  readonly back?: { readonly to: string; readonly words: string }
  readonly children: ReactNode
}

/** One room: its title takes the focus when it opens, so that a screen reader starts there. */
export function Page({ title, beside, under, actions, back, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('brand')}`
  }, [title])
  useEffect(() => {
    // A field that asked for the focus keeps it.
    if (document.activeElement === document.body || document.activeElement?.closest('nav'))
      heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          {back && (
            <Link to={back.to} className="back muted s12">
              <Icon of={arrowLeft} />
              {back.words}
            </Link>
          )}
          <div className="row wrap">
            <h1 ref={heading} tabIndex={-1} className="s20 b">
              {title}
            </h1>
            {beside}
          </div>
          {under !== undefined && <div className="muted s14 under">{under}</div>}
        </div>
        {actions !== undefined && <div className="row wrap actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly beside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, beside, children }: SectionProps) {
  return (
    <section className="section">
      <div className="row between section-head">
        <h2 className="b">{title}</h2>
        {beside !== undefined && <div className="row wrap">{beside}</div>}
      </div>
      {children}
    </section>
  )
}

export interface Figure {
  readonly name: string
  readonly value: ReactNode
  readonly under?: ReactNode
}

/** The numbers that matter most on a record, each with where it comes from. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className="figures">
      {items.map(({ name, value, under }) => (
        <div className="card figure" key={name}>
          <dt className="s12 muted">{name}</dt>
          <dd className="s28 b num">{value}</dd>
          {under !== undefined && <dd className="s12 muted">{under}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** Names and values of one thing. */
export const Particulars = ({ children }: { children: ReactNode }) => <dl className="particulars">{children}</dl>

export function Particular({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What to do here first, when there is nothing yet. */
export function Empty({ title, words, children }: { title: string; words: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="b">{title}</p>
      <p className="muted s14">{words}</p>
      {children}
    </div>
  )
}
