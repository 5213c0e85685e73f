/**
 * Rehearsal: lives known truths through the public door of a house of its own: the demo world, and real group-buying
 * records. It touches nothing but the public API (and the sandbox's cashier, as payers do).
 */

export type { House, Lives } from './house.ts'
export { importRecords } from './import-beibei.ts'
export { type ImportSummary, summaryText } from './import-summary.ts'
export { spanMs } from './live-history.ts'
export { type DemoLogin, fillDemo } from './load-demo.ts'
export { IMPORT_STARTS_AT } from './synthetic.ts'
