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
    { level, base: null, serializers: { error: describeError } },
    pino.destination({ dest: 2, sync: false }),
  )
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}

/** A driver's error may quote a whole row in its detail; what is logged is its kind, code and place. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 200) }
  const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string }
  return { type: error.name, message: error.message, code, constraint, table, stack: error.stack }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
