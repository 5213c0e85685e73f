/** What people type for money and rates, as whole numbers and back. */

const YUAN = /^\s*[¥￥]?\s*(\d{1,3}(?:[,，]\d{3})+|\d{1,8})(?:\.(\d{1,2}))?\s*元?\s*$/
const PERCENT = /^\s*(\d{1,2})(?:\.(\d{1,2}))?\s*[%％]?\s*$/

/** `54.9`, `¥54.90`, `1,200` as fen; undefined when it is no amount. More than two digits are refused, never rounded. */
export function parseYuan(typed: string): number | undefined {
  const found = YUAN.exec(typed.normalize('NFKC'))
  if (!found) return undefined
  return Number((found[1] as string).replace(/[,，]/g, '')) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** 5490 → `54.90`, ready to be typed over. */
export const yuanText = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

/** `10`, `12.5%` as basis points; undefined when it is no rate under 100. */
export function parsePercent(typed: string): number | undefined {
  const found = PERCENT.exec(typed.normalize('NFKC'))
  if (!found) return undefined
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** 1250 → `12.5`. */
export const percentText = (bps: number): string => String(bps / 100)
