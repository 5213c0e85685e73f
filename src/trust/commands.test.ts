import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runTrustCommand } from './commands.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'leaven-trust-'))
const file = (name: string, text = '') => {
  const full = path.join(folder, name)
  if (text) writeFileSync(full, text)
  return full
}
const run = async (line: string) => (await runTrustCommand(line.split(' '))).json

beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterAll(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

describe('leaven trust', () => {
  test('graph measures a file, undirected unless told, and leaves scores and a binary behind', async () => {
    const triangle = file('triangle.txt', '1 2\n2 3\n3 1\n3 4\n')
    const found = await run(
      `graph ${triangle} --pagerank-out ${file('scores.tsv')} --binary-out ${file('g.bin')} --json`,
    )
    expect(found).toMatchObject({
      nodes: 4,
      arcs: 4,
      edges: 4,
      triangles: 1,
      reciprocity: null,
      maxCore: 2,
      nodesInMaxCore: 3,
    })
    expect(found.transitivity).toBeCloseTo(0.6, 12)
    expect(found.meanLocalClustering).toBeCloseTo((1 + 1 + 1 / 3) / 4, 12)
    expect(readFileSync(file('scores.tsv'), 'utf8')).toMatch(/^1\t\d\.\d+e-1\n2\t/)
    expect(await run(`graph ${file('g.bin')}`)).toMatchObject({ nodes: 4, edges: 4, triangles: 1 })
    expect(await run(`graph ${triangle} --directed`)).toMatchObject({ reciprocity: 0, arcs: 4 })
  })

  test('loops and doubles are left out and counted, and no rating of oneself foretells anything', async () => {
    const doubled = file('doubled.txt', '1 2\n1 2\n2 1\n2 3\n1 1\n')
    expect(await run(`graph ${doubled}`)).toMatchObject({ nodes: 3, rows: 5, selfLoops: 1, arcs: 3, edges: 2 })
    const ratings = '1,2,10\n2,1,8\n3,1,6\n3,2,-4\n1,3,5\n2,3,-10\n'
    const own = file('own.csv', `${ratings}1,1,-10\n2,2,10\n`)
    expect(await run(`predict ${own} --folds 3`)).toEqual(await run(`predict ${file('other.csv', ratings)} --folds 3`))
  })

  test('predict and eigentrust read ratings', async () => {
    const ratings = file('ratings.csv', 'from,to,rating\n1,2,10\n2,1,8\n3,1,6\n3,2,-4\n1,3,5\n2,3,-10\n4,1,3\n4,2,2\n')
    const found = await run(`predict ${ratings} --folds 4 --seed 2`)
    expect(Object.keys(found)).toEqual(['mean', 'goodness', 'fairnessGoodness'])
    expect(Object.keys(found.mean as object)).toEqual(['rmse', 'pcc', 'balancedSignError'])
    const trust = await run(`eigentrust ${ratings} --pretrusted 1,2 --out ${file('t.tsv')}`)
    expect(trust).toMatchObject({ nodes: 4, arcs: 6 })
    const sum = readFileSync(file('t.tsv'), 'utf8')
      .trim()
      .split('\n')
      .reduce((total, row) => total + Number(row.split('\t')[1]), 0)
    expect(sum).toBeCloseTo(1, 12)
    await expect(run(`eigentrust ${ratings} --pretrusted 9`)).rejects.toThrow('not in')
  })

  test('seeds are printed beside degree and chance', async () => {
    const star = file('star.txt', Array.from({ length: 30 }, (_, i) => `0 ${i + 1}`).join('\n'))
    const found = await run(`seeds ${star} --k 1 --model wc --one-way --seconds 2`)
    expect(found).toMatchObject({ seeds: [0], spread: 31, spreadStdErr: 0, degreeSpread: 31 })
    expect(found.certifiedRatio).toBeGreaterThan(0.9)
    expect(found.randomSpread).toBeLessThan(31)
    await expect(run(`seeds ${star} --model ic`)).rejects.toThrow('not known')
  })

  test('simulate and fermentation answer with the shares and the bias', async () => {
    const shares = await run('simulate --truth star --members 60 --events 8 --q 0.1 --also-named 0 --runs 5 --seed 3')
    expect(shares).toEqual({ mesh: 0, forming: 0, islands: 0, star: 1, tooEarly: 0 })
    const found = await run('fermentation --simulate --r 0.4 --coverage 0.7 --horizon 20 --runs 20 --seed 3')
    expect(found).toMatchObject({ mean: expect.closeTo(0.4, 1), bias: expect.closeTo(0, 1) })
    expect(found.coverage90).toBeGreaterThan(0.6)
  })

  test('the same seed gives the same answer', async () => {
    const line = 'simulate --truth between --members 60 --events 4 --runs 20 --seed 9'
    expect(await run(line)).toEqual(await run(line))
  })

  test('says what there is when asked, or asked nothing', async () => {
    expect((await runTrustCommand([])).text).toContain('leaven trust graph FILE')
    expect((await runTrustCommand(['graph', '--help'])).text).toContain('leaven trust graph FILE')
  })

  test.each([
    ['galaxy', 'There is no'],
    ['toString', 'There is no'],
    ['graph', 'Name one file'],
    ['simulate --truth galaxy', '--truth is one of'],
    ['simulate --truth mesh --members many', '--members is a number'],
    ['simulate --truth mesh --runs 2.5', '--runs is a whole number'],
    ['fermentation --r 0.5', 'Only --simulate'],
    ['fermentation --simulate', '--r is a number'],
    ['graph nowhere.txt --sideways', 'sideways'],
    ['simulate --truth star --q 1.2', '--q is a number from 0 to 1, not "1.2"'],
    ['simulate --truth star --q -1', '--q is a number from 0 to 1, not "-1"'],
    ['simulate --truth star --q=', '--q is a number'],
    ['simulate --truth star --runs 0', '--runs is a number from 1'],
    ['simulate --truth star --members 1e9', '--members is a number from 0 to 100000'],
    ['fermentation --simulate --r 0.5 --runs 0', '--runs is a number from 1'],
    ['fermentation --simulate --r 0.5 --coverage 0', '--coverage is a number'],
  ])('"%s" is refused: %s', async (line, words) => {
    await expect(run(line)).rejects.toThrow(words)
  })

  test.each([
    ['nowhere.txt', null, 'There is no file'],
    ['empty.txt', '# nothing\n', 'holds no arcs'],
    ['titles.csv', 'from,to,rating\n', 'holds no arcs'],
    ['names.txt', 'ann\nbea\n', 'Line 1 names one node'],
    ['numbers.txt', '3\n4\n', 'Line 2 names one node'],
    ['picture.png', '\u0089PNG\u0000\u0000', 'is no text'],
  ])('%s is refused by every command that reads a file', async (name, text, words) => {
    const there = text === null ? file(name) : file(name, text)
    for (const line of ['graph F', 'predict F', 'eigentrust F --pretrusted 1', 'seeds F --k 1 --seconds 1'])
      await expect(run(line.replace('F', there))).rejects.toThrow(words)
    await expect(run(`graph ${folder}`)).rejects.toThrow('is not a file')
  })

  test('more seeds than people, nobody trusted beforehand, ratings that are words: refused', async () => {
    const pair = file('pair.csv', '1,2,good\n2,3,bad\n')
    await expect(run(`seeds ${pair} --k 4`)).rejects.toThrow('--k 4 is more than the 3 nodes')
    await expect(run(`eigentrust ${pair}`)).rejects.toThrow('--pretrusted')
    await expect(run(`predict ${pair}`)).rejects.toThrow('no third column with a rating')
    await expect(run(`graph ${pair} --pagerank-out ${folder}`)).rejects.toThrow('cannot be written (EISDIR)')
  })
})
