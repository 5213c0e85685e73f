/**
 * What the process that serves the shop is started with. Requests live for a tenth of a second under load; with V8's 16 MB
 * of young memory many of them are moved to the old and collected there, at twice the price. An old memory that may grow
 * to gigabytes grows to four times what is alive before V8 looks, one of 1 GB to 1.6 times; with 640 MB, six times what
 * is alive, the process is another 30 MB smaller and no slower.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=20', '--max-old-space-size=640'] as const

/** glibc gives every thread a heap of its own that it hardly gives back; two for all of them are about 10 MB less. */
export const SERVER_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const
