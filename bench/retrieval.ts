import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IndexHandle } from '../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../src-core/library/index/index-source.ts'
import { createLibrary } from '../src-core/library/library.ts'
import type { Benchmark } from './benchmark.ts'
import { indexLibrary } from './open-bench.ts'
import { writeDocuments } from './retrieval/documents.ts'
import { type Engine, miniSearch, ourEngine, plainFts5 } from './retrieval/engines.ts'
import { type JudgedQuestion, scoreHits } from './retrieval/score.ts'
import { sectionsOf } from './retrieval/sections.ts'
import { type Row, rowOf } from './statistics.ts'

const CHECKOUTS = 'PLUMBLINE_BENCH_CHECKOUTS'

/** The answers of one engine to all questions. */
interface Outcome {
  readonly name: string
  readonly answers: readonly {
    readonly kind: string
    readonly ms: number
    readonly ndcg: number
    readonly isMissed: boolean
  }[]
}

export const retrieval: Benchmark = {
  name: 'retrieval',
  about: `judged questions over ten public repositories, cloned into the folder that ${CHECKOUTS} names`,
  async run(bench) {
    const checkouts = process.env[CHECKOUTS]
    if (!checkouts) {
      bench.say(
        `  skipped: ${CHECKOUTS} names no folder with clones of the repositories in bench/retrieval/sources.json`,
      )
      return []
    }
    const root = bench.path('documents')
    const missing = writeDocuments(root, checkouts)
    if (missing.length > 0) {
      bench.say(`  skipped: ${missing.join('; ')}`)
      return []
    }
    const home = bench.path('home')
    await indexLibrary(root, home)
    const handle = new IndexHandle(join(home, 'index.db'), undefined)
    const library = createLibrary(createIndexSource(handle, () => root))
    const sections = sectionsOf(library)
    const folder = bench.path('fts5')
    mkdirSync(folder)
    const engines = [
      ourEngine(library, sections),
      plainFts5(join(folder, 'plain.db'), sections),
      miniSearch(sections),
    ]
    try {
      const outcomes = engines.map(ask)
      bench.say(qualityOf(outcomes))
      return timesOf(outcomes)
    } finally {
      for (const engine of engines) engine.close()
      handle.close()
    }
  },
}

function ask({ name, search }: Engine): Outcome {
  const questions: JudgedQuestion[] = JSON.parse(
    readFileSync(join(import.meta.dirname, 'retrieval/questions.json'), 'utf8'),
  )
  for (const question of questions.slice(0, 5)) search(question)
  const answers = questions.map((question) => {
    const started = performance.now()
    const hits = search(question)
    const ms = performance.now() - started
    return { kind: question.kind, ms, ...scoreHits(question, hits) }
  })
  return { name, answers }
}

/** A table of nDCG@10 and the share of questions without a helpful hit, by kind of question. */
function qualityOf(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes[0]?.answers.map(({ kind }) => kind))]
  const lines = [...kinds, 'all'].map((kind) => {
    const cells = outcomes.map(({ answers }) => {
      const some = answers.filter((answer) => kind === 'all' || answer.kind === kind)
      const mean = (of: (answer: (typeof some)[number]) => number) =>
        some.reduce((total, answer) => total + of(answer), 0) / some.length
      const missed = Math.round(100 * mean(({ isMissed }) => Number(isMissed)))
      return `${mean(({ ndcg }) => ndcg).toFixed(3)} / ${missed} %`.padEnd(16)
    })
    return `  ${kind.padEnd(12)}${cells.join('')}`
  })
  const head = `  ${'nDCG / none'.padEnd(12)}${outcomes.map(({ name }) => name.padEnd(16)).join('')}`
  return [head, ...lines].join('\n')
}

function timesOf([ours, ...others]: readonly Outcome[]): Row[] {
  const times = (outcome: Outcome | undefined) => outcome?.answers.map(({ ms }) => ms) ?? []
  return others.map((other) => rowOf(`against ${other.name}`, 'ms', times(ours), times(other)))
}
