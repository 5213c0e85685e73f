import { spawn, spawnSync } from 'node:child_process'

/** Refuses in words when a tool is missing: measurements use the real ones. */
export function needTool(name: string, debianPackage: string): void {
  if (spawnSync('which', [name]).status !== 0) throw new Error(`${name} is missing: apt-get install ${debianPackage}`)
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

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

/** TPC-B as everyone runs it: scale 30, prepared, 8 clients, on the same cluster and settings. */
export async function tpcb(adminUrl: string, seconds: number): Promise<number> {
  needTool('pgbench', 'postgresql-contrib (or postgresql-client)')
  const url = new URL(adminUrl)
  const base = ['-h', url.hostname, '-p', url.port, '-U', url.username, 'bench_tpcb']
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) }
  await output('pgbench', ['-i', '-q', '-s', '30', ...base], env)
  const text = await output('pgbench', ['-M', 'prepared', '-c', '8', '-j', '1', '-T', String(seconds), ...base], env)
  return Number(/tps = ([\d.]+) \(without/.exec(text)?.[1] ?? 0)
}

export interface WrkResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly non2xx: number
}

export async function wrk(args: readonly string[]): Promise<WrkResult> {
  needTool('wrk', 'wrk')
  const text = await output('wrk', ['--latency', ...args])
  const ms = (label: string) => {
    const [, value = '0', unit = 'ms'] = new RegExp(`${label}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? []
    return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
  }
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1] ?? 0),
    p50Ms: ms('50%'),
    p99Ms: ms('99%'),
    non2xx: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0),
  }
}
