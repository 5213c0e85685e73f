import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hold, isRunning, liveHolders, processMark, withStartLock } from './holders.ts'

let dataDir = ''

beforeEach(() => {
  dataDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'leaven-holders-')), 'pg')
})
afterEach(() => rmSync(path.dirname(dataDir), { recursive: true }))

test('a mark is the process, not its number', async () => {
  expect(isRunning(processMark())).toBe(true)
  // The number is in use, by a process that started at another time.
  expect(isRunning(`${process.pid}-1`)).toBe(false)
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  const mark = processMark(child.pid)
  expect(isRunning(mark)).toBe(true)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(isRunning(mark)).toBe(false)
})

test('alone means alone, shared means shared, and released means free', () => {
  const alone = hold(dataDir, false)
  expect(() => hold(dataDir, false)).toThrow(/already running on the data folder/)
  expect(() => hold(dataDir, true)).toThrow(/already running on the data folder/)
  alone.release()
  const shared = [hold(dataDir, true), hold(dataDir, true)]
  expect(liveHolders(dataDir)).toHaveLength(2)
  expect(() => hold(dataDir, false)).toThrow(/already running on the data folder/)
  for (const holder of shared) holder.release()
  hold(dataDir, false).release()
})

test('what a dead process held is free, and is swept away', () => {
  const dead = path.join(`${dataDir}.holders`, `${process.pid}-1-alone-0`)
  hold(dataDir, false).release()
  writeFileSync(dead, '')
  hold(dataDir, false).release()
  expect(existsSync(dead)).toBe(false)
})

test('one at a time, however many want to, also past the lock of a dead process', async () => {
  writeFileSync(`${dataDir}.lock`, `${process.pid}-1`)
  let inside = 0
  let most = 0
  let done = 0
  const work = async () => {
    inside++
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside--
    done++
  }
  await Promise.all(Array.from({ length: 12 }, () => withStartLock(dataDir, work)))
  expect([most, done]).toEqual([1, 12])
  expect(existsSync(`${dataDir}.lock`)).toBe(false)
})

test('waiting for the lock ends with its signal', async () => {
  const free = withStartLock(dataDir, () => new Promise<void>((resolve) => setTimeout(resolve, 200)))
  await expect(withStartLock(dataDir, async () => {}, AbortSignal.timeout(50))).rejects.toThrow(/aborted/)
  await free
})
