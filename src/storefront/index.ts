/**
 * Storefront: the shop's pages, drawn on the server; reads only.
 *
 * Words: a *page* is whole HTML, readable and buyable without script; an *island* is the little script that a product or
 * sale page gains; the *app* (web/storefront) lives in the pages whose content is only the visitor's own.
 * Invariants: no write and no decision here, every fact comes through the door of the room that owns it · whatever
 * people wrote is escaped · no inline script, own files only · true numbers or none.
 */
import type { Room } from '../platform/room.ts'
import { routes } from './http.ts'

export { drawProblem } from './draw-problem.ts'

export const room: Room = { name: 'storefront', routes }
