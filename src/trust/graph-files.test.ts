import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { directedGraph, undirectedGraph } from './graph.ts'
import { parseArcs, readBinaryGraph, writeBinaryGraph } from './graph-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'leaven-graph-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const arcsOf = (text: string) => {
  const { names, from, to } = parseArcs(text)
  return Array.from(from, (node, row) => `${names[node]}>${names[to[row]!]}`).join(' ')
}

describe('an edge list', () => {
  test('is read whatever stands between its names', () => {
    expect(arcsOf('1 2\n3\t4\n5,6\n7;8\r\n9|1\n')).toBe('1>2 3>4 5>6 7>8 9>1')
  })

  test('may hold comments, blank lines and a byte order mark, and may end without a line break', () => {
    expect(arcsOf('\uFEFF# made by hand\n% and again\n\n1 2\n// end\n2 3')).toBe('1>2 2>3')
  })

  test('names nodes by numbers in rising order, or by words in order of appearance', () => {
    expect(parseArcs('30 7\n7 100').names).toEqual([7, 30, 100])
    expect(parseArcs('"李姐",阿强\n阿强,7').names).toEqual(['李姐', '阿强', '7'])
  })

  test('keeps the third column when every row has a number there', () => {
    expect([...parseArcs('from,to,rating,time\n1,2,-10,99.5\n2,1,0.5,99.5').values!]).toEqual([-10, 0.5])
    expect(parseArcs('1 2 3\n2 1').values).toBeUndefined()
  })

  test('may begin with its counts, but a first arc is not taken for them', () => {
    expect(parseArcs('4 2\n0 1\n1 2')).toMatchObject({ nodes: 4, rows: 2 })
    expect(parseArcs('%%MatrixMarket matrix\n3 3 2\n1 2\n2 3')).toMatchObject({ nodes: 3, rows: 2 })
    expect(parseArcs('1 2\n2 3\n3 4')).toMatchObject({ nodes: 4, rows: 3 })
  })

  test('without rows is a graph without nodes', () => {
    expect(parseArcs('')).toMatchObject({ nodes: 0, rows: 0 })
    expect(parseArcs('# nothing here\n')).toMatchObject({ nodes: 0, rows: 0 })
  })

  test('is refused when a row names one node only', () => {
    expect(() => parseArcs('1 2\n3\n')).toThrow('Line 2 names one node')
  })

  test('loses loops and doubles on the way to a graph, and both directions become one edge', () => {
    const list = parseArcs('1 1\n1 2\n1 2\n2 1\n3 3')
    expect(list.selfLoops).toBe(2)
    expect(directedGraph(list).ends.length).toBe(2)
    expect(undirectedGraph(list).ends.length).toBe(2)
    expect(undirectedGraph(list).nodes).toBe(3)
  })
})

describe('a binary graph', () => {
  const graph = directedGraph({ ...parseArcs('0 1\n0 2\n2 1'), weights: Float64Array.of(1, 2.5, 3) })

  test('comes back as it was written', () => {
    const file = path.join(folder, 'weighted.bin')
    writeBinaryGraph(file, graph)
    expect(readBinaryGraph(file)).toEqual(graph)
    const { weights: _, ...plain } = graph
    writeBinaryGraph(file, plain)
    expect(readBinaryGraph(file)).toEqual(plain)
  })

  test('is refused when it is another file or cut short', () => {
    const file = path.join(folder, 'broken.bin')
    writeFileSync(file, 'nothing of the kind, but long enough to hold a header')
    expect(() => readBinaryGraph(file)).toThrow('is no binary graph')
    writeFileSync(file, 'LEAVENG1')
    expect(() => readBinaryGraph(file)).toThrow('cut short')
  })
})
