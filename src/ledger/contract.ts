import { defineRefusals } from '../platform/wire.ts'

export const refusals = defineRefusals({
  balance_too_low: { status: 409, zh: '余额不够。', en: 'The balance is too low.' },
  day_closed: { status: 409, zh: '这一天的账已经结了。', en: 'The books of this day are closed.' },
})
