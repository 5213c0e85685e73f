import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRefusal } from './errors.ts'
import { type FileStore, openFiles } from './files.ts'

let dataDir: string
let files: FileStore

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'leaven-files-'))
  files = openFiles({ dataDir })
})
afterAll(() => rm(dataDir, { recursive: true }))

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isRefusal(error) ? error.refusal.code : `not a refusal: ${error}`),
  )

describe('the file store', () => {
  it('keeps what it was given, and writes a name once', async () => {
    await files.write('3f9a-large.webp', Buffer.from('first'))
    await files.write('3f9a-large.webp', Buffer.from('second'))
    expect((await files.read('3f9a-large.webp')).toString()).toBe('first')
    expect(await readdir(path.join(dataDir, 'media', '3f'))).toEqual(['3f9a-large.webp'])
  })

  it('takes the same file from many at once and leaves no half one', async () => {
    const bytes = Buffer.alloc(200_000, 7)
    await Promise.all(Array.from({ length: 20 }, () => files.write('7c00-small.webp', bytes)))
    expect((await files.read('7c00-small.webp')).equals(bytes)).toBe(true)
    expect(await readdir(path.join(dataDir, 'media', '7c'))).toEqual(['7c00-small.webp'])
  })

  it('knows no name that could lead out of it', async () => {
    for (const name of [
      '../x.webp',
      'a/b.webp',
      '/etc/passwd',
      '.webp',
      '..',
      'a..b',
      'A.webp',
      'a.webp\0',
      '',
      'absent.webp',
    ])
      expect([name, await codeOf(files.read(name))]).toEqual([name, 'not_found'])
    expect(await codeOf(files.write('../x.webp', Buffer.from('-')))).toBe('not_found')
  })
})
