import type { Database } from 'better-sqlite3'
import type { AppliedStandards, ForFilesQuestion } from '../../src-shared/contract/applied-standards.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import type {
  ChecklistEntry,
  IndexProgress,
  IndexTrouble,
  LibraryFacets,
  LibraryStatus,
  SearchAnswer,
  Standard,
  StandardFilter,
  StandardSummary,
  Topic,
} from '../../src-shared/contract/library.ts'
import type { Problem } from '../../src-shared/standard/standard.ts'
import type { Home } from '../base/home.ts'
import type { Logger } from '../base/log.ts'
import type { RuntimePaths } from '../base/runtime-paths.ts'
import { databaseErrorOf } from '../base/storage-errors.ts'
import { checklistEntries } from './index/checklist-entries.ts'
import { copiesLast } from './index/copies-last.ts'
import { FacetNames } from './index/facet-names.ts'
import { findTopic, type TopicAnswer } from './index/find-topic.ts'
import { IndexHandle } from './index/index-handle.ts'
import { createIndexSource, type IndexSource } from './index/index-source.ts'
import { closestIds } from './index/nearest.ts'
import { openUnwritableIndex } from './index/open-index.ts'
import { ScopeTable } from './index/scope-table.ts'
import { searchHits } from './index/search-hits.ts'
import { standardsFor } from './index/standards-for.ts'
import { summaryOf } from './index/summary.ts'
import { followIndex, type IndexFollower } from './watch/follow-index.ts'
import { createFreshness, type Freshness } from './watch/freshness.ts'
import { guessTopics } from './watch/guess-topics.ts'
import { IndexHealth } from './watch/index-health.ts'
import type { Reconciled } from './watch/reconcile.ts'
import { requestReindex } from './watch/reindex-requests.ts'
import { IndexSupervisor } from './watch/supervisor.ts'

/** A page of a sorted list. */
interface Page<T> {
  readonly items: readonly T[]
  /** Number of items on all pages. */
  readonly total: number
  /** The key for the next page; `null` on the last one. */
  readonly next: string | null
}

/** The changes between two generations of the index. */
interface LibraryChange {
  /** The current generation. */
  readonly generation: number
  /** True when standards were added or removed, or got another title or description. */
  readonly listed: boolean
  /** The ids of added, changed and removed standards. */
  readonly ids: readonly string[]
}

/**
 * Reads the indexed library. All results come from the index, never from the disk. Every method throws PlumblineError
 * `index-unavailable` or `library-mismatch` when the index of this library cannot be read.
 */
export interface Library {
  status(): LibraryStatus
  /** Why the index is not kept up to date; `null` when it is. Never throws. Takes a microsecond, as every answer is checked. */
  trouble(): IndexTrouble | null
  problems(): readonly Problem[]
  facets(): LibraryFacets
  /** The commonest pairs of language and domain; before the first scan, those that names of folders and files suggest. Never throws. */
  topics(): readonly Topic[]
  /** Returns the canonical name, or `null` when neither the alias tables nor the library have the word. */
  resolveLanguage(word: string): string | null
  /** Returns the canonical name, or `null` when neither the alias tables nor the library have the word. */
  resolveDomain(word: string): string | null
  findByTopic(language: string, domain: string): TopicAnswer
  search(query: string, filter: StandardFilter, limit: number): SearchAnswer
  /** Returns the standards that apply to files, and what they demand. */
  standardsFor(question: ForFilesQuestion): AppliedStandards
  /** Returns the standard with exactly this id, after NFC normalisation. */
  get(id: string): Standard | null
  /** Returns the problem of a file that is in the library but has never been read, or `null`. */
  whyNotServed(id: string): Problem | null
  /** Returns the standards whose ids are most similar to a mistyped one, best first. */
  nearestIds(id: string, limit: number): readonly StandardSummary[]
  /**
   * Returns standards sorted by id, with the conflict copies of a page at its end.
   * @param after the last id of the previous page; so pages neither repeat nor skip standards when others are added
   */
  list(filter: StandardFilter, after: string | null, limit: number): Page<StandardSummary>
  checklist(filter: StandardFilter & { readonly id?: string | undefined }): readonly ChecklistEntry[]
  /** Returns ids that contain `text`, those that begin with it first, and their total number. Ignores case. */
  completeId(text: string, limit: number): { readonly ids: readonly string[]; readonly total: number }
  /** Returns what changed after `generation`; everything, when the index was rebuilt meanwhile. */
  changesSince(generation: number): LibraryChange
}

const ALL = 1_000_000

// A trouble shows after seconds at the earliest.
const CHECK_TROUBLE_EVERY_MS = 1_000

/**
 * @param correct adds to the progress in the index what only this process knows
 * @param guessTopics called while the index has no topics
 */
export function createLibrary(
  { handle, root, read }: IndexSource,
  correct: (progress: IndexProgress) => IndexProgress = (progress) => progress,
  guessTopics: () => readonly Topic[] = () => [],
): Library {
  const facets = new FacetNames({ handle, root, read })
  const scopes = new ScopeTable()
  let trouble: IndexTrouble | null = null
  let checkedAt = Number.NEGATIVE_INFINITY
  return {
    status: () =>
      read((index) => ({
        library: root(),
        generation: index.generation(),
        ...index.counts(),
        progress: correct(index.progress()),
      })),
    trouble() {
      const now = performance.now()
      if (now - checkedAt < CHECK_TROUBLE_EVERY_MS) return trouble
      checkedAt = now
      try {
        trouble = troubleOf(correct(read((index) => index.progress())))
      } catch (error) {
        // An index that is being rebuilt is no trouble.
        const isTemporary = error instanceof PlumblineError && error.code === 'index-unavailable'
        trouble = isTemporary ? null : { state: 'failed', message: describeError(error) }
      }
      return trouble
    },
    problems: () => read((index) => index.problems()),
    facets: () => facets.current(),
    topics() {
      try {
        const topics = read((index) => index.topicPairs())
        return topics.length > 0 ? topics : guessTopics()
      } catch {
        return guessTopics()
      }
    },
    resolveLanguage: (word) => facets.language(word),
    resolveDomain: (word) => facets.domain(word),
    findByTopic(languageWord, domainWord) {
      const language = facets.language(languageWord) ?? languageWord
      const domain = facets.domain(domainWord) ?? domainWord
      return read((index) => findTopic(index, language, domain))
    },
    search(query, words, limit) {
      const filter = facets.resolve(words)
      return read((index) => {
        const found = index.search(query, { filter, limit })
        const { total, totalCapped, isGap, searchedFor } = found
        return { hits: searchHits(index, found), total, totalCapped, isGap, searchedFor }
      })
    },
    standardsFor: (question) => read((index) => standardsFor(index, scopes, question)),
    get(id) {
      const standard = handle.readOne((index) => {
        const row = index.withText(id.normalize('NFC'))
        return row
          ? { ...summaryOf(row), text: row.text, bodyStart: row.bodyStart, sections: row.sections }
          : null
      })
      // Throws for the index of another library. After the read, so that the library cannot change in between.
      facets.current()
      return standard
    },
    nearestIds: (id, limit) =>
      read((index) => {
        const copies = index.copies()
        const closest = closestIds(id, index.list({}, '', ALL), limit + copies.size)
        return copiesLast(closest, copies).slice(0, limit).map(summaryOf)
      }),
    whyNotServed: (id) => read((index) => index.fileError(id.normalize('NFC'))),
    list(words, after, limit) {
      const filter = facets.resolve(words)
      return read((index) => {
        const rows = index.list(filter, after ?? '', limit + 1)
        const page = rows.slice(0, limit)
        const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null
        return { items: copiesLast(page, index.copies()).map(summaryOf), total: index.count(filter), next }
      })
    },
    checklist(words) {
      const filter = { ...facets.resolve(words), id: words.id?.normalize('NFC') }
      return read((index) => index.checklists(filter).flatMap(checklistEntries))
    },
    completeId(text, limit) {
      const part = text.normalize('NFC')
      return read((index) => ({
        ids: index.idsContaining(part, limit),
        total: index.countIdsContaining(part),
      }))
    },
    changesSince: (generation) =>
      read((index) => {
        const current = index.generation()
        if (current === generation) return { generation, listed: false, ids: [] }
        const since = current < generation ? -1 : generation
        return { generation: current, listed: index.listedAt() > since, ids: index.changedSince(since) }
      }),
  }
}

function troubleOf({ state, message }: IndexProgress): IndexTrouble | null {
  const isTrouble = state === 'missing' || state === 'failed' || state === 'stalled'
  return isTrouble && message !== null ? { state, message } : null
}

/** Reads `index.db` over the connection of the library, for the response cache, whose table is in the same file. */
export interface IndexConnection {
  /** The schema version of this process. The file may have another one. */
  readonly schemaVersion: number
  /**
   * Runs a single read.
   * @throws PlumblineError `index-unavailable`
   */
  readOne<T>(
    work: (index: {
      generation(): number
      /** Returns the statements that `prepare` prepares. Calls `prepare` once for each connection. */
      prepared<Statements>(prepare: (db: Database) => Statements): Statements
    }) => T,
  ): T
}

/** The library folder that an index was made of; `null` when there is no index that this version can read. */
export function indexedLibrary(indexDb: string, nativeBinding: string | undefined): string | null {
  try {
    const db = openUnwritableIndex(indexDb, nativeBinding)?.db
    if (!db) return null
    const library = db.prepare<[], unknown>("SELECT value FROM meta WHERE key = 'library'").pluck().get()
    db.close()
    return typeof library === 'string' ? library : null
  } catch {
    return null
  }
}

/** The folder of a library. */
export interface LibraryFolder {
  /** Absolute path. */
  readonly root: string
  /** True for the home's own library, which is filled with the starter standards on its first use. */
  readonly isDefault: boolean
}

export interface OpenLibraryOptions {
  readonly home: Pick<Home, 'dir' | 'indexDb' | 'leaseDb'>
  readonly folder: LibraryFolder
  /** False: this process reads the index that another process maintains. */
  readonly indexes: boolean
  /** Called when the index holds another library. Calls `change` when the user has chosen that one meanwhile. */
  readonly checkForChange: () => void
  readonly paths: RuntimePaths
  readonly log: Logger
}

// Every process checks the settings once a second, and ends its work on the previous library first.
const CHANGE_LIMIT_MS = 15_000
const NEVER = new Promise<void>(() => {})

/**
 * Opens the index and begins to keep it in line with the folder, if no other process does. A home that cannot be written is read;
 * writing begins as soon as it is possible.
 */
export function openLibrary(options: OpenLibraryOptions): OpenLibrary {
  return new OpenLibrary(options)
}

/** The library of this process, and the indexing of its folder. */
export class OpenLibrary {
  /** Reads the index. */
  readonly library: Library
  /** The index of the library, for the handlers of the window. */
  readonly index: IndexSource
  readonly #options: OpenLibraryOptions
  readonly #handle: IndexHandle
  readonly #supervisor: IndexSupervisor | null
  readonly #health: IndexHealth
  readonly #freshness: Freshness
  readonly #follower: IndexFollower
  readonly #closing = new AbortController()
  #folder: LibraryFolder
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(options: OpenLibraryOptions) {
    this.#options = options
    this.#folder = options.folder
    this.#handle = new IndexHandle(options.home.indexDb, options.paths.nativeBinding)
    const root = () => this.#folder.root
    const isChanging = () => this.#isChanging()
    this.index = createIndexSource(this.#handle, root, isChanging)
    this.#supervisor = options.indexes ? this.#supervise() : null
    this.#health = new IndexHealth({
      home: options.home,
      nativeBinding: options.paths.nativeBinding,
      handle: this.#handle,
      supervisor: this.#supervisor,
      isAlive: (progress) => isIndexerAlive(progress, Date.now()),
    })
    this.library = createLibrary(
      this.index,
      (progress) => this.#health.correct(progress),
      () => guessTopics(this.#folders()),
    )
    this.#freshness = createFreshness({
      handle: this.#handle,
      compared: () => this.compared(),
      isIndexing: () => this.isIndexing(),
      isBlocked: () => this.#health.isBlocked(),
      root,
      isChanging,
      ended: this.#closing.signal,
    })
    this.#follower = followIndex(this.#handle, root)
  }

  /** The absolute path of the library folder. */
  get root(): string {
    return this.#folder.root
  }

  get connection(): IndexConnection {
    return this.#handle
  }

  /** Resolves when the index has been compared with the folder once, or a time limit is over. Never rejects. */
  whenFresh(signal?: AbortSignal): Promise<void> {
    return this.#freshness.wait(signal)
  }

  /** Resolves after this process has compared the whole library; never while another process indexes. */
  compared(): Promise<void> {
    return this.#supervisor?.compared() ?? NEVER
  }

  /** Returns true while this process is the one that indexes. */
  isIndexing(): boolean {
    return this.#supervisor?.holdsLease() ?? false
  }

  /**
   * Runs a full scan, in this process or in the one that indexes.
   * @param force reads every file again
   * @throws the signal's reason when the signal aborts
   * @throws PlumblineError `library-missing`, `index-unavailable` when no process indexes or the one that does is stopped,
   *   `home-unusable` when the index cannot be written
   */
  async reindex(
    force: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Reconciled> {
    if (this.#supervisor?.holdsLease()) return this.#supervisor.scan(force, signal, onProgress)
    // Throws when the indexing process has another library.
    this.#health.checkIndexer(this.library.status().progress)
    const { home, paths } = this.#options
    try {
      return await requestReindex({
        indexDb: home.indexDb,
        nativeBinding: paths.nativeBinding,
        force,
        signal,
        onProgress,
        checkIndexer: () => this.#health.checkIndexer(),
      })
    } catch (error) {
      throw databaseErrorOf(error, home.indexDb) ?? error
    }
  }

  /**
   * Adds a listener that is called after the index changed, by whichever process, after the folder went missing or came
   * back, and after another library was chosen. Returns an unsubscribe function.
   */
  onIndexChange(listener: () => void): () => void {
    return this.#follower.onChange(listener)
  }

  /** Serves another library from now on. Returns false when the folder is the same. */
  change(folder: LibraryFolder): boolean {
    const previous = this.#folder
    this.#folder = folder
    if (folder.root === previous.root) return false
    this.#options.log('info', `The library is now ${folder.root}; it was ${previous.root}.`)
    this.#changedAt = performance.now()
    this.#freshness.reset()
    this.#supervisor?.changeLibrary()
    this.#follower.check()
    return true
  }

  /** Ends indexing and closes the index. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#follower.close()
    await this.#supervisor?.close()
    this.#handle.close()
  }

  /** The folders that hold the library's files, or will after its first scan. */
  #folders(): string[] {
    const { root, isDefault } = this.#folder
    return isDefault ? [root, this.#options.paths.starterStandards] : [root]
  }

  #isChanging(): boolean {
    this.#options.checkForChange()
    return performance.now() - this.#changedAt < CHANGE_LIMIT_MS
  }

  #supervise(): IndexSupervisor {
    const { home, paths, log } = this.#options
    return new IndexSupervisor({
      leaseDb: home.leaseDb,
      workerScript: paths.indexerWorker,
      setup: () => ({
        indexDb: home.indexDb,
        library: this.#folder.root,
        fillFrom: this.#folder.isDefault ? paths.starterStandards : null,
        nativeBinding: paths.nativeBinding,
      }),
      log,
    })
  }
}

/** The process that keeps the index in line with the library. */
export interface IndexerState {
  /** False: the index is served as it is, and changes on the disk are not read. */
  readonly running: boolean
  /** True when it is this process. */
  readonly here: boolean
  /** Also that of a process that is stopped. */
  readonly pid: number | null
}

// A running indexer writes a sign of life every 10 seconds.
const DEAD_AFTER_MS = 30_000

/** Returns true when the indexing process has sent a sign of life within the last 30 seconds. */
export function isIndexerAlive({ aliveAt }: IndexProgress, now: number): boolean {
  return aliveAt !== null && now - aliveAt < DEAD_AFTER_MS
}

/** @param here true when this process holds the lease */
export function describeIndexer(progress: IndexProgress, here: boolean, now: number): IndexerState {
  const isStalled = progress.state === 'stalled'
  const running = !isStalled && (here || isIndexerAlive(progress, now))
  return { running, here, pid: running || isStalled ? progress.pid : null }
}
