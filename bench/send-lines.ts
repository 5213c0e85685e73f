import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { needTool } from './measure.ts'
import type { RunningServer } from './stage.ts'

const THREADS = 2
const FOLDER = path.resolve('.cache/bench/lines')
const LOOK_EVERY_MS = 20
/** Longer than that, and something hangs. */
const LIMIT_MS = 30 * 60_000

export interface Sent {
  readonly seconds: number
  /** Answers below 300, and all answers. */
  readonly taken: number
  readonly answered: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Sends every line once, as fast as so many connections get it answered. */
export async function sendLines(
  server: RunningServer,
  kind: 'orders' | 'notifications',
  lines: readonly string[],
  connections: number,
): Promise<Sent> {
  needTool('wrk', 'wrk')
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const base = path.join(FOLDER, kind)
  const names = Array.from({ length: THREADS }, (_, thread) => `${base}.${thread + 1}`)
  names.forEach((name, thread) => {
    writeFileSync(name, `${lines.filter((_, index) => index % THREADS === thread).join('\n')}\n`)
  })
  const args = ['-t', String(THREADS), '-c', String(connections), '-d', '3600s', '--timeout', '60s', '--latency']
  const child = spawn('wrk', [...args, '-s', 'bench/send-lines.lua', server.url, '--', base, kind])
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  const began = performance.now()
  while (!names.every((name) => existsSync(`${name}.done`))) {
    if (performance.now() - began > LIMIT_MS) throw new Error(`${lines.length} ${kind} were not answered in time`)
    if (child.exitCode !== null) throw new Error(`wrk ended: ${text}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  const seconds = (performance.now() - began) / 1000
  // It sleeps to the end of its hour unless it is interrupted, and then prints its figures.
  child.kill('SIGINT')
  await gone
  const notes = names.map((name) => readFileSync(`${name}.done`, 'utf8').split(' ').map(Number))
  const sum = (place: number) => notes.reduce((total, note) => total + (note[place] ?? 0), 0)
  return { seconds, taken: sum(0), answered: sum(1), p50Ms: latency(text, '50%'), p99Ms: latency(text, '99%') }
}

function latency(text: string, label: string): number {
  const [, value = '0', unit = 'ms'] = new RegExp(`${label}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? []
  return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
}
