import { expect, it } from 'vitest'
import { countRequest, writeRequestCounts } from './request-counts.ts'

it('counts by route and status, and tells times in buckets that add up', () => {
  for (const [status, seconds] of [
    [201, 0.001],
    [201, 0.002],
    [409, 0.03],
    [201, 7],
  ] as const)
    countRequest('/v1/store/orders/:id', status, seconds)
  const lines = writeRequestCounts().split('\n')
  expect(lines).toContain('leaven_requests_total{route="/v1/store/orders/:id",status="201"} 3')
  expect(lines).toContain('leaven_requests_total{route="/v1/store/orders/:id",status="409"} 1')
  const bucket = (le: string) => `leaven_request_seconds_bucket{route="/v1/store/orders/:id",le="${le}"}`
  expect(lines).toContain(`${bucket('0.002')} 2`)
  expect(lines).toContain(`${bucket('0.05')} 3`)
  expect(lines).toContain(`${bucket('2.5')} 3`)
  expect(lines).toContain(`${bucket('+Inf')} 4`)
  expect(lines).toContain('leaven_request_seconds_count{route="/v1/store/orders/:id"} 4')
})
