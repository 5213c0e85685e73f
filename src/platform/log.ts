import pino from 'pino'

/** Fields that may be logged: ids, codes, counts and times. No names, phones, addresses, tokens or bodies. */
export interface LogFields {
  readonly room?: string
  readonly route?: string
  readonly method?: string
  readonly status?: number
  readonly ms?: number
  readonly requestId?: string
  readonly actor?: string
  readonly subject?: string
  readonly code?: string
  readonly count?: number
  readonly error?: unknown
  readonly detail?: string
  readonly port?: number
}

export interface Log {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/** Structured logs, one JSON object a line on stderr. */
export function createLog(level: string): Log {
  const logger = pino(
    { level, base: null, serializers: { error: pino.stdSerializers.err } },
    pino.destination({ dest: 2, sync: false }),
  )
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
