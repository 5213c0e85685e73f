/**
 * What the process that serves the shop is started with. Requests live for a tenth of a second under load; with V8's 16 MB
 * of young memory many of them are moved to the old and collected there, at twice the price. Costs up to 50 MB.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=32'] as const
