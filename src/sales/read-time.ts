import { Refusal } from '../platform/errors.ts'
import { platformRefusals } from '../platform/wire.ts'

/** A moment from a request. RFC 3339 knows second 60, the calendar of this machine does not. */
export function readTime(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new Refusal(platformRefusals.invalid_request)
  return time
}
