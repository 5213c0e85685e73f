import { faceOf } from '../../shared/faces.ts'
import type { Drawing } from '../../shared/icons.ts'
import { f } from '../kit.ts'
import type { Money } from '../shapes.ts'

export type Tone = 'leaf' | 'wheat' | 'berry' | 'crust' | 'sky' | ''

export function Icon({ of, small }: { of: Drawing; small?: boolean }) {
  return (
    <svg
      class={small ? 'icon little' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a drawing from our own bundle
      dangerouslySetInnerHTML={{ __html: of }}
    />
  )
}

/** An amount with both digits: everything that a person reconciles. */
export function Exact({ of }: { of: Money }) {
  const { sign, figures } = f.exact(of)
  return <Said sign={sign} figures={figures} />
}

/** A price as on a tag: ¥54.9. */
export function Price({ of }: { of: Money }) {
  const { sign, figures } = f.price(of)
  return <Said sign={sign} figures={figures} />
}

function Said({ sign, figures }: { sign: string; figures: string }) {
  return (
    <span class="num nowrap">
      <span class="sign">{sign}</span>
      {figures}
    </span>
  )
}

export function Face({ id, nickname, big }: { id: string; nickname: string; big?: boolean }) {
  const { initial, tone } = faceOf(id, nickname)
  return (
    <span class={`face face-${tone}${big ? ' big' : ''}`} aria-hidden="true">
      {initial}
    </span>
  )
}

export function Chip({ tone = '', children }: { tone?: Tone; children: preact.ComponentChildren }) {
  return <span class={`chip ${tone}`}>{children}</span>
}
