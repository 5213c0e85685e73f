import { rounded } from './measure.ts'

interface Line {
  readonly measure: string
  readonly figure: number | string
  readonly wanted: string
  readonly holds: boolean | 'not measured'
}

interface Figures {
  readonly epinions:
    | string
    | {
        readonly ours: { readonly pageRank: number; readonly triangles: number; readonly loadBinary: number }
        readonly igraphOneThread: string | { readonly pageRank: number; readonly triangles: number }
        readonly graphology: string | { readonly pageRank: number }
      }
  readonly seeds: string | Readonly<Record<'nethept' | 'epinions', { spread: number; degreeSpread: number }>>
  readonly community500: Readonly<Record<string, { metricsMs: number }>>
  readonly communities: { readonly count: number; readonly twoThreads: { cpuSecondsPerThread: number } }
}

/** Line by line against what is wanted; ratios are of one run, times are of the processor. */
export function linesOf({ epinions, seeds, community500, communities }: Figures): Line[] {
  const lines: Line[] = []
  const line = (measure: string, figure: number, wanted: string, holds: boolean) =>
    lines.push({ measure, figure: rounded(figure), wanted, holds })
  const absent = (measure: string, why: string) =>
    lines.push({ measure, figure: why, wanted: '', holds: 'not measured' })
  if (typeof epinions === 'string') absent('Epinions', epinions)
  else {
    const { ours, igraphOneThread: igraph, graphology } = epinions
    if (typeof igraph === 'string') absent('beside igraph', igraph)
    else {
      const ranks = ours.pageRank / igraph.pageRank
      const closed = ours.triangles / igraph.triangles
      line('Epinions, PageRank ÷ igraph', ranks, '≤ 1', ranks <= 1)
      line('Epinions, triangles ÷ igraph', closed, '≤ 2', closed <= 2)
    }
    if (typeof graphology === 'string') absent('beside graphology', graphology)
    else line('Epinions, graphology’s PageRank ÷ ours', graphology.pageRank / ours.pageRank, '', true)
    line('Epinions, load from binary, s', ours.loadBinary, '≤ 0.5', ours.loadBinary <= 0.5)
  }
  if (typeof seeds === 'string') absent('seeds', seeds)
  else
    for (const [name, wanted] of [
      ['nethept', 1290],
      ['epinions', 16_700],
    ] as const) {
      const { spread, degreeSpread } = seeds[name]
      line(
        `${name}, spread of 50 seeds`,
        spread,
        `≥ ${wanted}, above degree`,
        spread >= wanted && spread > degreeSpread,
      )
    }
  for (const [name, { metricsMs }] of Object.entries(community500))
    line(`500 members, ${name}, all metrics, ms`, metricsMs, '≤ 5', metricsMs <= 5)
  const { cpuSecondsPerThread } = communities.twoThreads
  line(`${communities.count} communities on two threads, s`, cpuSecondsPerThread, '≤ 60', cpuSecondsPerThread <= 60)
  return lines
}
