/// <reference path="../shared/lucide.d.ts" />
import svgBadgeCheck from 'lucide-static/dist/esm/icons/badge-check.mjs'
import svgBoxes from 'lucide-static/dist/esm/icons/boxes.mjs'
import svgCalendarCheck from 'lucide-static/dist/esm/icons/calendar-check.mjs'
import svgContact from 'lucide-static/dist/esm/icons/contact.mjs'
import svgCreditCard from 'lucide-static/dist/esm/icons/credit-card.mjs'
import svgFileCheck from 'lucide-static/dist/esm/icons/file-check.mjs'
import svgIdCard from 'lucide-static/dist/esm/icons/id-card.mjs'
import svgKey from 'lucide-static/dist/esm/icons/key-round.mjs'
import svgLandmark from 'lucide-static/dist/esm/icons/landmark.mjs'
import svgLogs from 'lucide-static/dist/esm/icons/logs.mjs'
import svgMenu from 'lucide-static/dist/esm/icons/menu.mjs'
import svgNotebook from 'lucide-static/dist/esm/icons/notebook-text.mjs'
import svgPercent from 'lucide-static/dist/esm/icons/percent.mjs'
import svgReceipt from 'lucide-static/dist/esm/icons/receipt-text.mjs'
import svgScale from 'lucide-static/dist/esm/icons/scale.mjs'
import svgShieldCheck from 'lucide-static/dist/esm/icons/shield-check.mjs'
import svgBasket from 'lucide-static/dist/esm/icons/shopping-basket.mjs'
import svgSun from 'lucide-static/dist/esm/icons/sun.mjs'
import svgTractor from 'lucide-static/dist/esm/icons/tractor.mjs'
import svgUndo from 'lucide-static/dist/esm/icons/undo-2.mjs'
import svgUsers from 'lucide-static/dist/esm/icons/users.mjs'
import svgWallet from 'lucide-static/dist/esm/icons/wallet.mjs'
import svgWaypoints from 'lucide-static/dist/esm/icons/waypoints.mjs'
import { type Drawing, inside } from '../shared/icons.ts'

export const badgeCheck = /* @__PURE__ */ inside(svgBadgeCheck)
export const boxes = /* @__PURE__ */ inside(svgBoxes)
export const calendarCheck = /* @__PURE__ */ inside(svgCalendarCheck)
export const contact = /* @__PURE__ */ inside(svgContact)
export const creditCard = /* @__PURE__ */ inside(svgCreditCard)
export const landmark = /* @__PURE__ */ inside(svgLandmark)
export const logs = /* @__PURE__ */ inside(svgLogs)
export const fileCheck = /* @__PURE__ */ inside(svgFileCheck)
export const idCard = /* @__PURE__ */ inside(svgIdCard)
export const keyRound = /* @__PURE__ */ inside(svgKey)
export const menu = /* @__PURE__ */ inside(svgMenu)
export const notebook = /* @__PURE__ */ inside(svgNotebook)
export const percent = /* @__PURE__ */ inside(svgPercent)
export const wallet = /* @__PURE__ */ inside(svgWallet)
export const receipt = /* @__PURE__ */ inside(svgReceipt)
export const scale = /* @__PURE__ */ inside(svgScale)
export const shieldCheck = /* @__PURE__ */ inside(svgShieldCheck)
export const shoppingBasket = /* @__PURE__ */ inside(svgBasket)
export const sun = /* @__PURE__ */ inside(svgSun)
export const tractor = /* @__PURE__ */ inside(svgTractor)
export const undo = /* @__PURE__ */ inside(svgUndo)
export const users = /* @__PURE__ */ inside(svgUsers)
export const waypoints = /* @__PURE__ */ inside(svgWaypoints)

/** A drawing beside words; it says nothing that the words do not. */
export function Icon({ of, little = true }: { of: Drawing; little?: boolean }) {
  return (
    <svg
      className={little ? 'icon little' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a drawing that was bundled, never anybody's words
      dangerouslySetInnerHTML={{ __html: of }}
    />
  )
}
