/**
 * What the process that serves the shop is started with. Requests live for a tenth of a second under load; with V8's 16 MB
 * of young memory many of them are moved to the old and collected there, at twice the price. With an old memory that may
 * grow to gigabytes V8 lets it grow to four times what is alive before it looks; with one of 768 MB, to half as much again.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=24', '--max-old-space-size=768'] as const
