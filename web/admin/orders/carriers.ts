/** Carriers as labels name them, each with what people type for it. Others may be typed; these are offered. */
const known: readonly (readonly [name: string, said: RegExp])[] = [
  ['顺丰速运', /^(顺丰|顺丰快递|顺丰速运|sf|sf express)$/i],
  ['京东物流', /^(京东|京东快递|京东物流|jd)$/i],
  ['中通快递', /^(中通|中通快递|zto)$/i],
  ['圆通速递', /^(圆通|圆通快递|圆通速递|yto)$/i],
  ['韵达快递', /^(韵达|韵达快递|韵达速递|yunda|yd)$/i],
  ['申通快递', /^(申通|申通快递|sto)$/i],
  ['极兔速递', /^(极兔|极兔快递|极兔速递|j&t|jt)$/i],
  ['邮政快递', /^(邮政|邮政快递|中国邮政|ems|邮政ems)$/i],
  ['德邦快递', /^(德邦|德邦快递|德邦物流)$/i],
]

export const carriers: readonly string[] = known.map(([name]) => name)

/** 顺丰, SF → 顺丰速运; a name that we do not know stays as it was typed. */
export const carrierOf = (typed: string): string =>
  known.find(([, said]) => said.test(typed.trim()))?.[0] ?? typed.trim()
