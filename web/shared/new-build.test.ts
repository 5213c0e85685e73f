import { expect, test, vi } from 'vitest'
import { watchBuild } from './new-build.ts'

const script = 'https://shop.example/storefront/main-a1b2.js'

test('a script that is gone means a new build, said once to everybody who watches', async () => {
  const fetch = vi.fn(async () => ({ status: 404 }))
  const watch = watchBuild({ script, fetch })
  const heard = vi.fn()
  watch.subscribe(heard)
  expect(watch.isReplaced()).toBe(false)
  await watch.look()
  await watch.look()
  expect(watch.isReplaced()).toBe(true)
  expect(heard).toHaveBeenCalledTimes(1)
  expect(fetch).toHaveBeenCalledTimes(1)
  expect(fetch).toHaveBeenCalledWith(script, { method: 'HEAD', cache: 'no-store' })
})

test.each([200, 304, 429, 500, 503])('an answer of %i proves nothing', async (status) => {
  const watch = watchBuild({ script, fetch: async () => ({ status }) })
  await watch.look()
  expect(watch.isReplaced()).toBe(false)
})

test('it does not ask twice in a minute, but at once when the network was away', async () => {
  let at = 0
  let isAway = true
  const fetch = vi.fn(async () => {
    if (isAway) throw new TypeError('Failed to fetch')
    return { status: 200 }
  })
  const watch = watchBuild({ script, fetch, now: () => at })
  await watch.look()
  isAway = false
  await watch.look()
  expect(fetch).toHaveBeenCalledTimes(2)
  at = 59_999
  await watch.look()
  expect(fetch).toHaveBeenCalledTimes(2)
  at = 60_000
  await watch.look()
  expect(fetch).toHaveBeenCalledTimes(3)
})
