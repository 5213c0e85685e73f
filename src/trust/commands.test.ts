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

  test('graph of an empty file is an answer, not an error', async () => {
    expect(await run(`graph ${file('empty.txt', '# nothing\n')}`)).toMatchObject({
      nodes: 0,
      edges: 0,
      transitivity: null,
      pagerankTop: [],
    })
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
    const shares = await run('simulate --truth star --members 60 --events 8 --q 0.1 --runs 5 --seed 3')
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
  ])('"%s" is refused: %s', async (line, words) => {
    await expect(run(line)).rejects.toThrow(words)
  })
})
