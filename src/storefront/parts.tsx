/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { faceOf } from '../../web/shared/faces.ts'
import type { Amount } from '../../web/shared/format.ts'
import { type Drawing, sprout } from '../../web/shared/icons.ts'
import type { Picture } from '../../web/storefront/shapes.ts'
import type { PageContext } from './page-context.ts'

export function Price({ context, money }: { context: PageContext; money: Amount }) {
  const { sign, figures } = context.say.price(money)
  return (
    <>
      <span class="sign">{sign}</span>
      {figures}
    </>
  )
}

export function Face({ id, nickname }: { id: string; nickname: string }) {
  const { initial, tone } = faceOf(id, nickname)
  return (
    <span class={`face face-${tone}`} aria-hidden="true">
      {initial}
    </span>
  )
}

export function Icon({ drawing, little }: { drawing: Drawing; little?: boolean }) {
  // The drawing is one of lucide's own strings, never anybody's words.
  const inside = { __html: drawing }
  return (
    <svg
      class={little ? 'icon little' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant drawing
      dangerouslySetInnerHTML={inside}
    />
  )
}

/** A picture that keeps its place while it loads; the first of a page loads at once. */
export function Photo({ picture, first }: { picture: Picture | null; first?: boolean }) {
  if (!picture) {
    return (
      <div class="photo none">
        <Icon drawing={sprout} />
      </div>
    )
  }
  return (
    <div class="photo">
      <img
        src={picture.url}
        alt={picture.alt}
        width={picture.width}
        height={picture.height}
        loading={first ? 'eager' : 'lazy'}
        decoding="async"
      />
    </div>
  )
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h2 class="s16 b">{title}</h2>
      {children}
    </section>
  )
}
