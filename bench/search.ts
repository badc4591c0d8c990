import { join } from 'node:path'
import { openDatabase } from '../src-core/base/open-database.ts'
import { IndexHandle } from '../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../src-core/library/index/index-source.ts'
import type { Library } from '../src-core/library/library.ts'
import { createLibrary } from '../src-core/library/library.ts'
import type { StandardFilter } from '../src-shared/contract/library.ts'
import type { Benchmark } from './benchmark.ts'
import type { Corpus } from './corpus.ts'
import { type Row, rowOf } from './statistics.ts'

const ROUNDS = 20
const LIMIT = 10

interface QueryClass {
  readonly name: string
  readonly queries: readonly string[]
  readonly filter?: StandardFilter
  /** False: no section matches. */
  readonly hits?: boolean
}

/** The words are from `corpus-words.ts`: words that are frequent there are frequent in the corpus. */
const CLASSES: readonly QueryClass[] = [
  {
    name: 'rare word',
    queries: ['zephyrquartz', 'kelpvantage', 'allocate', 'reconnect_with_jitter', 'Geheimnis'],
  },
  { name: 'common word', queries: ['code', 'error', 'request', 'service', 'Fehler', 'données', 'служба'] },
  {
    name: 'two words',
    queries: [
      'retry backoff',
      'database error',
      'password token',
      'cache latency',
      'Fehler Anfrage',
      'code test',
    ],
  },
  {
    name: 'a question',
    queries: [
      'how should errors be logged before a retry',
      'when must the cache be written',
      'which tests should every module have',
    ],
  },
  { name: 'beginning of a word', queries: ['zephyrq', 'valid', 'permis', 'migrat', 'retr', 'berv'] },
  { name: 'Chinese', queries: ['麒麟岬角', '数据库', '测试覆盖率', '错误', '重试 超时', '代码'] },
  {
    name: 'identifiers',
    queries: [
      'reconnect_with_jitter',
      'vaultkeeper.openSealed()',
      'fetch_rows',
      'loadItem7',
      'load item',
      'input_value',
    ],
  },
  {
    name: 'not together anywhere',
    queries: [
      'zephyrquartz Geheimnis служба',
      'kelpvantage données 错误',
      'quernstone retry',
      'no_such_name()',
      'NEAR "x" * - queue',
    ],
  },
  { name: 'no hit', queries: ['quernstone', 'xylophagous', '饕餮'], hits: false },
  {
    name: 'filtered',
    queries: ['code', 'error', 'retry backoff', 'database', '错误', 'Fehler'],
    filter: { language: 'py', domain: 'tests' },
  },
  { name: 'filtered by tag', queries: ['code', 'retry backoff'], filter: { tag: 'migration' } },
]

export const search: Benchmark = {
  name: 'search',
  about: 'a page of ten with snippets from a warm reader, against the bare FTS5 query for the same words',
  async run(bench) {
    const { corpus, home } = await bench.indexed()
    const file = join(home, 'index.db')
    const handle = new IndexHandle(file, undefined)
    const db = openDatabase(file)
    try {
      const library = createLibrary(createIndexSource(handle, () => corpus.root))
      checkPlanted(library, corpus)
      const bare = db.prepare('SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT 10').pluck()
      return measure(library, (query) => void bare.all(bareQuery(query)), bench.docs)
    } finally {
      db.close()
      handle.close()
    }
  },
}

function measure(library: Library, bare: (query: string) => void, docs: number): Row[] {
  const perClass = CLASSES.map(() => ({ ours: [] as number[], floor: [] as number[] }))
  // The classes alternate, so that each query finds the caches as others left them, as in real use.
  for (let round = -2; round < ROUNDS; round++) {
    CLASSES.forEach(({ queries, filter, hits = true }, at) => {
      for (const query of queries) {
        const floor = time(() => bare(query))
        let found = 0
        const ours = time(() => {
          found = library.search(query, filter ?? {}, LIMIT).hits.length
        })
        if (found > 0 !== hits) throw new Error(`"${query}" found ${found} sections.`)
        if (round < 0) continue
        perClass[at]?.ours.push(ours)
        perClass[at]?.floor.push(floor)
      }
    })
  }
  const rows = CLASSES.map(({ name, filter }, at) =>
    // The bare query does not filter, so it is no baseline for these.
    rowOf(name, 'ms', perClass[at]?.ours ?? [], filter ? null : (perClass[at]?.floor ?? [])),
  )
  const budgets =
    docs > 20_000
      ? [{ of: 'p95', atMost: 50 } as const]
      : [{ of: 'p50', atMost: 5 } as const, { of: 'p95', atMost: 15 } as const]
  const all = perClass.flatMap(({ ours }) => ours)
  return [
    ...rows,
    rowOf(
      'all of them',
      'ms',
      all,
      perClass.flatMap(({ floor }) => floor),
      ...budgets,
    ),
  ]
}

function checkPlanted(library: Library, { planted }: Corpus): void {
  for (const { term, ids } of planted) {
    // Only a few thousand hits are ranked exactly.
    const limit = Math.min(ids.size, 1_000)
    const { hits, total } = library.search(term, {}, limit)
    const found = new Set(hits.map(({ id }) => id))
    if (total !== ids.size || found.size !== limit || [...found].some((id) => !ids.has(id)))
      throw new Error(`"${term}" is in ${ids.size} sections, and ${total} were found in ${found.size} files.`)
  }
}

/** Returns the FTS5 query: each word in quotes, Chinese by character, as the index stores them. */
function bareQuery(query: string): string {
  const words = query.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.map((word) => `"${word.replace(/\p{Script=Han}/gu, ' $& ').trim()}"`).join(' AND ')
}

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
