/** `54.9`, `1,200` as fen; undefined when it is no amount. More than two digits are refused, never rounded. */
export function parseYuan(typed: string): number | undefined {
  const found = /^\s*[¥￥]?\s*(\d{1,6}|\d{1,3}(?:[,，]\d{3})+)(?:[.。](\d{1,2}))?\s*元?\s*$/.exec(typed)
  if (!found) return undefined
  return Number((found[1] as string).replace(/[,，]/g, '')) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
