/**
 * What the process that serves the shop is started with. Requests live for a twentieth to a tenth of a second under load; with
 * V8's 16 MB of young memory many of them outlive it, are moved to the old and collected there, at twice the price and while
 * everybody waits (p99 150 ms beside 70). 64 MB would be better still (a tenth of the
 * processor's time), and 45 MB more; V8 knows powers of two only. An old memory that may grow to gigabytes
 * grows to four times what is alive before V8 looks; with a third of one the process is smaller and no slower.
 * V8 puts what is made at a place in the code straight into the old memory once much of what was made there has outlived a
 * collection. Here that is a request that waits for the database, dead a moment later: the old memory grew by 5 MB a second and
 * was collected every six, in a second with a third fewer orders.
 */
export const SERVER_FLAGS = [
  '--max-semi-space-size=32',
  '--max-old-space-size=384',
  '--no-allocation-site-pretenuring',
] as const

/** glibc gives every thread a heap of its own that it hardly gives back; two for all of them are about 10 MB less. */
export const SERVER_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const
