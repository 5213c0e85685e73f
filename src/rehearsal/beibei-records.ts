import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One group: who started it, which item, and who joined. */
export interface GroupRecord {
  readonly initiator: number
  readonly item: number
  readonly participants: readonly number[]
}

/**
 * Reads `initiator<TAB>item<TAB>participant, participant…`, a group a line; some lines have tabs between participants, too.
 * A line of another form is refused with its number.
 */
export async function readRecords(file: string, limit: number): Promise<GroupRecord[]> {
  const records: GroupRecord[] = []
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    if (records.length >= limit) break
    records.push(readRecord(line, number))
  }
  lines.close()
  return records
}

export function readRecord(line: string, number: number): GroupRecord {
  const [initiator = '', item = '', ...joined] = line.split('\t')
  const participants = joined
    .flatMap((column) => column.split(','))
    .map((one) => one.trim())
    .filter(Boolean)
    .map(Number)
  const ids = [Number(initiator), Number(item), ...participants]
  if (initiator === '' || item === '' || ids.some((id) => !Number.isInteger(id) || id < 0))
    throw new Error(`line ${number} is not "initiator, item, participants" by tabs`)
  return {
    initiator: Number(initiator),
    item: Number(item),
    participants: [...new Set(participants)].filter((id) => id !== Number(initiator)),
  }
}
