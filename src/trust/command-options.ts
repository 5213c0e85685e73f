import { writeFileSync } from 'node:fs'
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
    args: [...args],
    options: config as ParseArgsConfig['options'] & {},
    allowPositionals: true,
  })
  const wanted = wantsFile ? 1 : 0
  if (positionals.length !== wanted) {
    throw new Error(wantsFile ? 'Name one file.' : `"${positionals[0]}" is one word too many.`)
  }
  return { file: positionals[0] ?? '', options: values as Options }
}

export function numberIn(
  options: Options,
  name: string,
  otherwise: number,
  range: { from: number; below: number },
): number {
  const value = options[name] === undefined ? otherwise : Number(options[name])
  if (!(value >= range.from && value < range.below)) {
    throw new Error(`--${name} is a number from ${range.from} to ${Math.floor(range.below)}`)
  }
  return value
}

export function wholeIn(options: Options, name: string, otherwise: number, from = 0): number {
  const value = numberIn(options, name, otherwise, { from, below: Number.MAX_SAFE_INTEGER })
  if (!Number.isInteger(value)) throw new Error(`--${name} is a whole number`)
  return value
}

/** An edge list, a CSV, or a binary graph, whose nodes are then named by their numbers. */
export function loadedArcs(file: string): ReadArcs {
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
  writeFileSync(path, names.map((name, node) => `${name}\t${scores[node]!.toExponential(15)}\n`).join(''))
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
