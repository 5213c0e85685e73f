/// <reference path="./lucide.d.ts" />
import svgArrowLeft from 'lucide-static/dist/esm/icons/arrow-left.mjs'
import svgCheck from 'lucide-static/dist/esm/icons/check.mjs'
import svgChevronRight from 'lucide-static/dist/esm/icons/chevron-right.mjs'
import svgClock from 'lucide-static/dist/esm/icons/clock.mjs'
import svgCopy from 'lucide-static/dist/esm/icons/copy.mjs'
import svgMapPin from 'lucide-static/dist/esm/icons/map-pin.mjs'
import svgMinus from 'lucide-static/dist/esm/icons/minus.mjs'
import svgPackage from 'lucide-static/dist/esm/icons/package.mjs'
import svgPlus from 'lucide-static/dist/esm/icons/plus.mjs'
import svgSearch from 'lucide-static/dist/esm/icons/search.mjs'
import svgSend from 'lucide-static/dist/esm/icons/send.mjs'
import svgSprout from 'lucide-static/dist/esm/icons/sprout.mjs'
import svgX from 'lucide-static/dist/esm/icons/x.mjs'

/** The inside of a Lucide drawing, to be set into `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">`. */
export type Drawing = string

// One line per icon in use; the bundler leaves out what an app does not name.
export const arrowLeft = /* @__PURE__ */ inside(svgArrowLeft)
export const check = /* @__PURE__ */ inside(svgCheck)
export const chevronRight = /* @__PURE__ */ inside(svgChevronRight)
export const clock = /* @__PURE__ */ inside(svgClock)
export const copy = /* @__PURE__ */ inside(svgCopy)
export const mapPin = /* @__PURE__ */ inside(svgMapPin)
export const minus = /* @__PURE__ */ inside(svgMinus)
export const packageBox = /* @__PURE__ */ inside(svgPackage)
export const plus = /* @__PURE__ */ inside(svgPlus)
export const search = /* @__PURE__ */ inside(svgSearch)
export const send = /* @__PURE__ */ inside(svgSend)
export const sprout = /* @__PURE__ */ inside(svgSprout)
export const cross = /* @__PURE__ */ inside(svgX)

/** The strokes alone: size and colour come from base.css. */
export function inside(svg: string): Drawing {
  return svg
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
