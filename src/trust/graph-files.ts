import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { type ArcRows, readRows } from './arc-rows.ts'
import type { ArcList, Graph } from './graph.ts'

/** An edge list as read: arcs over nodes 0 … n − 1, and the name that the file gives to each node. */
export interface ReadArcs extends ArcList {
  /** Names, in rising order when they are whole numbers, else in order of appearance. */
  readonly names: readonly (number | string)[]
  /** Data rows, with doubles and loops. */
  readonly rows: number
  /** Rows from a node to itself. */
  readonly selfLoops: number
  /** Third column, when every row has a number there: a rating or a weight. */
  readonly values?: Float64Array
}

/** A Node buffer holds no more; a larger graph comes as a binary file. */
const largestTextFileBytes = 2_000_000_000

/** Text has no zero bytes; what is none would else be read as words. */
const textSampleBytes = 65_536

/**
 * Reads an edge list or a CSV: two names and perhaps a value per row, split by blanks, commas, semicolons or bars;
 * `#`, `%`, `//` comments, a CSV's titles, and a first row that counts nodes and rows (NetHEPT, Matrix Market) are known.
 * Refuses a row without two names, what is no text, and a file of more than 2 GB.
 */
export function readArcs(path: string): ReadArcs {
  if (statSync(path).size > largestTextFileBytes)
    throw new Error(`${path} is too large for text: make it a binary graph`)
  const bytes = readFileSync(path)
  if (bytes.subarray(0, textSampleBytes).includes(0)) throw new Error(`${path} is no text, and no binary graph of ours`)
  return parseArcs(bytes)
}

export function parseArcs(text: string | Uint8Array): ReadArcs {
  const rows = readRows(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  const names = nodeNames(rows)
  const numberOf = numbering(rows, names)
  const from = Uint32Array.from(rows.from.subarray(0, rows.count), numberOf)
  const to = Uint32Array.from(rows.to.subarray(0, rows.count), numberOf)
  let selfLoops = 0
  for (let row = 0; row < rows.count; row++) if (from[row] === to[row]) selfLoops++
  const values = rows.value.slice(0, rows.count)
  const hasValues = rows.count > 0 && !values.some(Number.isNaN)
  return { nodes: names.length, names, from, to, rows: rows.count, selfLoops, ...(hasValues && { values }) }
}

const magic = 'LEAVENG1'
const headerBytes = 40

/**
 * Writes a graph as one binary file: magic, nodes, arcs, has-weights, then starts, ends (Uint32) and weights (Float64),
 * little-endian, so that it is read back without parsing.
 */
export function writeBinaryGraph(path: string, graph: Graph): void {
  const header = new DataView(new ArrayBuffer(headerBytes))
  for (let i = 0; i < magic.length; i++) header.setUint8(i, magic.charCodeAt(i))
  header.setFloat64(8, graph.nodes, true)
  header.setFloat64(16, graph.ends.length, true)
  header.setUint32(24, graph.weights ? 1 : 0, true)
  const parts = [new Uint8Array(header.buffer), bytesOf(graph.starts), bytesOf(graph.ends)]
  if (graph.weights) parts.push(bytesOf(graph.weights))
  writeFileSync(path, Buffer.concat(parts))
}

/** Reads what `writeBinaryGraph` wrote; refuses another file, or one that was cut short. */
export function readBinaryGraph(path: string): Graph {
  const file = openSync(path, 'r')
  try {
    const header = new Uint8Array(headerBytes)
    readWhole(file, header, 0, path)
    const view = new DataView(header.buffer)
    if (Buffer.from(header.subarray(0, 8)).toString('latin1') !== magic) throw new Error(`${path} is no binary graph`)
    const nodes = view.getFloat64(8, true)
    const arcs = view.getFloat64(16, true)
    const weighted = view.getUint32(24, true) === 1
    const expected = headerBytes + 4 * (nodes + 1 + arcs) + (weighted ? 8 * arcs : 0)
    if (fstatSync(file).size !== expected) throw new Error(`${path} is cut short or too long`)
    const starts = new Uint32Array(nodes + 1)
    const ends = new Uint32Array(arcs)
    readWhole(file, bytesOf(starts), headerBytes, path)
    readWhole(file, bytesOf(ends), headerBytes + 4 * (nodes + 1), path)
    if (!weighted) return { nodes, starts, ends }
    const weights = new Float64Array(arcs)
    readWhole(file, bytesOf(weights), headerBytes + 4 * (nodes + 1 + arcs), path)
    return { nodes, starts, ends, weights }
  } finally {
    closeSync(file)
  }
}

export function isBinaryGraph(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(magic.length)
    return readSync(file, start, 0, magic.length, 0) === magic.length && start.toString('latin1') === magic
  } finally {
    closeSync(file)
  }
}

/** Whole numbers in rising order; as soon as one name is a word, all are words in order of appearance. */
function nodeNames(rows: ArcRows): (number | string)[] {
  const numbers = new Set<number>()
  const words = new Set<string>()
  const wordy = rows.words.length > 0 && usesWords(rows)
  for (let row = 0; row < rows.count; row++) {
    for (const name of [rows.from[row]!, rows.to[row]!]) {
      if (wordy) words.add(spelled(name, rows))
      else numbers.add(name)
    }
  }
  if (wordy) return [...words]
  // Nodes without an arc are named by the count alone: 0 … n − 1, or 1 … n when the largest name is n.
  const first = numbers.has(rows.promisedNodes ?? -1) ? 1 : 0
  for (let i = 0; i < (rows.promisedNodes ?? 0); i++) numbers.add(first + i)
  return Array.from(Float64Array.from(numbers).sort())
}

function numbering(rows: ArcRows, names: readonly (number | string)[]): (name: number) => number {
  const last = names.at(-1)
  // Names that are 0 … n − 1 already need no table; most published graphs are so.
  if (typeof last === 'number' && last === names.length - 1) return (name) => name
  const places = new Map(names.map((name, place) => [name, place]))
  if (typeof last === 'string') return (name) => places.get(spelled(name, rows))!
  return (name) => places.get(name)!
}

function usesWords(rows: ArcRows): boolean {
  const isWord = (name: number) => name < 0
  return rows.from.subarray(0, rows.count).some(isWord) || rows.to.subarray(0, rows.count).some(isWord)
}

function spelled(name: number, rows: ArcRows): string {
  return name < 0 ? rows.words[-1 - name]! : String(name)
}

function bytesOf(array: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** One read call returns at most 2 GiB: large arrays come in pieces. */
function readWhole(file: number, into: Uint8Array, position: number, path: string): void {
  const piece = 1 << 30
  for (let done = 0; done < into.length; ) {
    const read = readSync(file, into, done, Math.min(piece, into.length - done), position + done)
    if (read === 0) throw new Error(`${path} is cut short`)
    done += read
  }
}
