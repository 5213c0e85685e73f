/** Upper bounds of the buckets of the time from a request to its answer, in seconds. */
const BOUNDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const

interface RouteCount {
  readonly byStatus: Map<number, number>
  /** How many answers took at most the bound of the same place, and no bound below it; the last took longer. */
  readonly buckets: number[]
  seconds: number
}

const routes = new Map<string, RouteCount>()

/** Counted by hand: prom-client sorts and joins the labels at every request, which costs 3 of 100 µs. */
export function countRequest(route: string, status: number, seconds: number): void {
  let count = routes.get(route)
  if (!count) {
    count = { byStatus: new Map(), buckets: new Array(BOUNDS.length + 1).fill(0), seconds: 0 }
    routes.set(route, count)
  }
  count.byStatus.set(status, (count.byStatus.get(status) ?? 0) + 1)
  const place = BOUNDS.findIndex((bound) => seconds <= bound)
  const bucket = place < 0 ? BOUNDS.length : place
  count.buckets[bucket] = (count.buckets[bucket] ?? 0) + 1
  count.seconds += seconds
}

/** The counts in Prometheus' text form. */
export function writeRequestCounts(): string {
  const requests = ['# HELP leaven_requests_total Requests by route and status', '# TYPE leaven_requests_total counter']
  const times = [
    '# HELP leaven_request_seconds Time from a request to its answer',
    '# TYPE leaven_request_seconds histogram',
  ]
  for (const [route, { byStatus, buckets, seconds }] of routes) {
    const label = `route="${route.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    for (const [status, count] of byStatus) requests.push(`leaven_requests_total{${label},status="${status}"} ${count}`)
    let below = 0
    buckets.forEach((count, place) => {
      below += count
      times.push(`leaven_request_seconds_bucket{${label},le="${BOUNDS[place] ?? '+Inf'}"} ${below}`)
    })
    times.push(`leaven_request_seconds_sum{${label}} ${seconds}`, `leaven_request_seconds_count{${label}} ${below}`)
  }
  return `\n${requests.join('\n')}\n\n${times.join('\n')}\n`
}
