import { statSync, writeFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { arcListOf } from './graph.ts'
import { isBinaryGraph, type ReadArcs, readArcs, readBinaryGraph } from './graph-files.ts'

export type Options = Readonly<Record<string, string | boolean | undefined>>

/** `name: {}` is an option with a value, `{ type: 'boolean' }` one without. */
export type OptionNames = Readonly<Record<string, { readonly type?: 'boolean' }>>

/** Splits a command line; refuses what the command does not know, and a missing or second file. */
export function parsed(
  args: readonly string[],
  names: OptionNames,
  wantsFile = true,
): { file: string; options: Options } {
  const config = Object.fromEntries(Object.entries(names).map(([name, { type }]) => [name, { type: type ?? 'string' }]))
  const { values, positionals } = parseArgs({
    args: withNegativeValues(args),
    options: config as ParseArgsConfig['options'] & {},
    allowPositionals: true,
  })
  const wanted = wantsFile ? 1 : 0
  if (positionals.length !== wanted) {
    throw new Error(wantsFile ? 'Name one file.' : `"${positionals[0]}" is one word too many.`)
  }
  return { file: positionals[0] ?? '', options: values as Options }
}

/** "--q -1" is a number out of its range, not an option named 1: joined, it is refused by its range. */
function withNegativeValues(args: readonly string[]): string[] {
  const joined: string[] = []
  for (const argument of args) {
    const before = joined.at(-1)
    if (before?.startsWith('--') && !before.includes('=') && /^-[\d.]/.test(argument))
      joined.push(`${joined.pop()}=${argument}`)
    else joined.push(argument)
  }
  return joined
}

export function numberIn(
  options: Options,
  name: string,
  otherwise: number,
  range: { from: number; below: number },
): number {
  const written = options[name]
  const value = written === undefined ? otherwise : String(written).trim() === '' ? Number.NaN : Number(written)
  if (!(value >= range.from && value < range.below)) {
    throw new Error(`--${name} is a number from ${range.from} to ${Math.floor(range.below)}${saidInstead(written)}`)
  }
  return value
}

const saidInstead = (written: unknown) => (written === undefined ? '; it is missing' : `, not "${written}"`)

/** A whole number within its limits; every count has one, so that a slip of the hand does not fill the memory. */
export function wholeIn(options: Options, name: string, otherwise: number, from: number, most: number): number {
  const value = numberIn(options, name, otherwise, { from, below: most + 0.5 })
  if (!Number.isInteger(value)) throw new Error(`--${name} is a whole number, not ${value}`)
  return value
}

/** Any whole number starts a run of chance. */
export const seedIn = (options: Options, otherwise: number): number =>
  wholeIn(options, 'seed', otherwise, 0, 2 ** 32 - 1)

/**
 * An edge list, a CSV, or a binary graph, whose nodes are then named by their numbers. Refuses what is not there, what
 * is no text, and a file without a single arc: an answer of noughts would look like a finding.
 */
export function loadedArcs(file: string): ReadArcs {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) throw new Error(`There is no file ${file}`)
  if (!found.isFile()) throw new Error(`${file} is not a file`)
  const arcs = arcsIn(file)
  if (arcs.rows === 0) throw new Error(`${file} holds no arcs: a row names two nodes, and perhaps a value`)
  return arcs
}

function arcsIn(file: string): ReadArcs {
  if (!isBinaryGraph(file)) return readArcs(file)
  const graph = readBinaryGraph(file)
  const names = Array.from({ length: graph.nodes }, (_, node) => node)
  return { ...arcListOf(graph), names, rows: graph.ends.length, selfLoops: 0 }
}

/** Ratings on the scale −1 to 1: divided by the largest there is. */
export function ratingsOf(arcs: ReadArcs, file: string): Float64Array {
  if (!arcs.values) throw new Error(`${file} has no third column with a rating in every row`)
  const largest = arcs.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return largest > 0 ? arcs.values.map((value) => value / largest) : arcs.values
}

export function writeScores(path: string, names: ReadArcs['names'], scores: Float64Array): void {
  const rows = names.map((name, node) => `${name}\t${scores[node]!.toExponential(15)}\n`)
  writeWhole(path, () => writeFileSync(path, rows.join('')))
}

/** Says in words why a file could not be written. */
export function writeWhole(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new Error(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}

const topCount = 20

/** The highest scores as [name, score]; of two equal ones the one that comes first in the file's order. */
export function topOf(names: ReadArcs['names'], scores: Float64Array): [number | string, number][] {
  const order = Uint32Array.from(scores, (_, node) => node).sort((a, b) => scores[b]! - scores[a]! || a - b)
  return Array.from(order.subarray(0, topCount), (node) => [names[node]!, scores[node]!])
}

/** Progress goes to stderr: stdout is for the answer. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Speaks about ten times in the whole. */
export function progress(runs: number): (done: number) => void {
  const every = Math.max(1, Math.ceil(runs / 10))
  return (done) => {
    if (done % every === 0) say(`${done} of ${runs}`)
  }
}
