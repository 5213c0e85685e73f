import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Refuses in words when a tool is missing: measurements use the real ones. */
export function needTool(name: string, debianPackage: string): void {
  if (spawnSync('which', [name]).status !== 0) throw new Error(`${name} is missing: apt-get install ${debianPackage}`)
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

export const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits))

export async function output(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  let failure = ''
  child.stderr.on('data', (chunk: Buffer) => {
    failure += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${failure.slice(-500)}`)
  return text
}

const TPCB_SECONDS = Number(process.env.BENCH_TPCB_SECONDS ?? 30)

/** TPC-B as everyone runs it: scale 30, prepared, 8 clients, 30 seconds, on the same cluster and settings. */
export async function tpcb(adminUrl: string, seconds = TPCB_SECONDS): Promise<number> {
  needTool('pgbench', 'postgresql-contrib (or postgresql-client)')
  const url = new URL(adminUrl)
  const base = ['-h', url.hostname, '-p', url.port, '-U', url.username, 'bench_tpcb']
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) }
  await output('pgbench', ['-i', '-q', '-s', '30', ...base], env)
  const text = await output('pgbench', ['-M', 'prepared', '-c', '8', '-j', '1', '-T', String(seconds), ...base], env)
  return Number(/tps = ([\d.]+) \(without/.exec(text)?.[1] ?? 0)
}

export interface WrkResult {
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly non2xx: number
  readonly timeouts: number
}

export async function wrk(args: readonly string[]): Promise<WrkResult> {
  needTool('wrk', 'wrk')
  const text = await output('wrk', ['--latency', ...args])
  const ms = (label: string) => {
    const [, value = '0', unit = 'ms'] = new RegExp(`${label}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? []
    return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
  }
  return {
    requests: Number(/(\d+) requests in/.exec(text)?.[1] ?? 0),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1] ?? 0),
    p50Ms: ms('50%'),
    p99Ms: ms('99%'),
    non2xx: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0),
    timeouts: Number(/timeout (\d+)/.exec(text)?.[1] ?? 0),
  }
}

const TICKS_PER_SECOND = 100

/** Processor seconds that a process has used so far. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : 0
}

/** Processor seconds of PostgreSQL: the postmaster, its children, and those of them that have ended. */
export function clusterCpuSeconds(postmaster: number): number {
  const own = statOf(postmaster)
  if (!own) return 0
  let ticks = Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14])
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = statOf(Number(name))
    if (fields && Number(fields[1]) === postmaster) ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / TICKS_PER_SECOND
}

/** Megabytes that a process holds in memory now. */
export function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

/** The fields of /proc/PID/stat after the name: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return undefined
  }
}
