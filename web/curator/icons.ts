import svgCalendarCheck from 'lucide-static/dist/esm/icons/calendar-check.mjs'
import svgDownload from 'lucide-static/dist/esm/icons/download.mjs'
import svgEllipsis from 'lucide-static/dist/esm/icons/ellipsis.mjs'
import svgQrCode from 'lucide-static/dist/esm/icons/qr-code.mjs'
import svgScan from 'lucide-static/dist/esm/icons/scan-line.mjs'
import svgShare from 'lucide-static/dist/esm/icons/share-2.mjs'
import svgStore from 'lucide-static/dist/esm/icons/store.mjs'
import svgUser from 'lucide-static/dist/esm/icons/user.mjs'
import svgUsers from 'lucide-static/dist/esm/icons/users.mjs'
import svgWallet from 'lucide-static/dist/esm/icons/wallet.mjs'
import { inside } from '../shared/icons.ts'

export { arrowLeft, check, chevronRight, copy, cross, minus, plus } from '../shared/icons.ts'

// The workbench's own; what two apps use belongs in web/shared/icons.ts.
export const today = inside(svgCalendarCheck)
export const download = inside(svgDownload)
export const more = inside(svgEllipsis)
export const qrCode = inside(svgQrCode)
export const scan = inside(svgScan)
export const share = inside(svgShare)
export const store = inside(svgStore)
export const user = inside(svgUser)
export const users = inside(svgUsers)
export const wallet = inside(svgWallet)
