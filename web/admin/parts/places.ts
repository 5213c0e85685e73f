const ID = /^([a-z]{3})_[0-9a-hjkmnp-tv-z]{13}$/
const PLACES: Readonly<Record<string, string>> = {
  ord: '/orders/',
  prd: '/products/',
  per: '/people/',
  com: '/communities/',
  sal: '/sales/',
  pay: '/payments?search=',
  rfd: '/refunds?search=',
  wdr: '/ledger?reference=',
  dif: '/ledger?reference=',
  jrn: '/ledger?reference=',
}

/** Where an id leads; undefined for what is no id, or of something that has no page. */
export function placeOfId(text: string): string | undefined {
  const prefix = ID.exec(text)?.[1]
  const place = prefix && PLACES[prefix]
  return place ? place + text : undefined
}
