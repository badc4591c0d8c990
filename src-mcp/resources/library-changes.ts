import { setImmediate } from 'node:timers/promises'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { LibraryStatus } from '../../src-shared/contract/library.ts'
import { standardUri } from '../../src-shared/standard/uri.ts'
import type { ToolCatalog } from '../tools/catalog.ts'
import { readStandardUri } from './standard-uri.ts'
import { createSubscriptions } from './subscriptions.ts'

/** News about the library for a client's log, in a sentence. */
export interface LibraryNotice {
  /** The protocol's log levels that are used here, least severe first. */
  readonly level: 'info' | 'notice' | 'warning' | 'error'
  readonly message: string
}

/** The shortest time between two notifications of a changed list, in milliseconds: a first scan changes the list twice a second. */
const LIST_PAUSE_MS = 1_000
/** After this many notifications of updates, pending requests get their turn. */
const UPDATES_AT_ONCE = 200
/** Aliases of standards' addresses that are stored for listening clients. */
const MAX_ALIASES = 10_000
const MAX_URI = 8_192

/**
 * Notifies of changes in the library, whichever process indexes it. One serves every server instance of a process, and reads
 * the index only while somebody listens. Each `on…` method returns an unsubscribe function.
 */
export class LibraryChanges {
  readonly #core: Pick<Core, 'library' | 'onIndexChange'>
  readonly #catalog: Pick<ToolCatalog, 'onChange'>
  readonly #listPause: number
  readonly #listListeners = new Set<() => void>()
  readonly #updateListeners = new Set<(uri: string) => void>()
  readonly #noticeListeners = new Set<(notice: LibraryNotice) => void>()
  readonly #aliases = createSubscriptions({ limit: MAX_ALIASES })
  #stop: (() => void) | undefined
  #generation: number | null = null
  #status: LibraryStatus | null = null
  #listNotifiedAt = 0
  #listTimer: NodeJS.Timeout | undefined

  /** @param listPause the shortest time between two notifications of a changed list, in milliseconds */
  constructor(
    core: Pick<Core, 'library' | 'onIndexChange'>,
    catalog: Pick<ToolCatalog, 'onChange'>,
    listPause = LIST_PAUSE_MS,
  ) {
    this.#core = core
    this.#catalog = catalog
    this.#listPause = listPause
  }

  /** Subscribes to changes of `tools/list`. */
  onToolsChanged(listener: () => void): () => void {
    return this.#catalog.onChange(listener)
  }

  /** Subscribes to standards that were added, deleted or renamed, or got another title or description. */
  onResourcesChanged(listener: () => void): () => void {
    return this.#subscribe(this.#listListeners, listener)
  }

  /** Subscribes to standards that got another text, were added or deleted; the listener gets their addresses. */
  onResourceUpdated(listener: (uri: string) => void): () => void {
    return this.#subscribe(this.#updateListeners, listener)
  }

  /** Notifies of what has changed until now, so that who subscribes next is not notified of it. */
  readonly catchUp = (): void => {
    if (this.#stop !== undefined) this.#check()
  }

  onNotice(listener: (notice: LibraryNotice) => void): () => void {
    if (this.#noticeListeners.size === 0) this.#status = orNull(() => this.#core.library.status())
    return this.#subscribe(this.#noticeListeners, listener)
  }

  /**
   * Stores the addresses in a `subscriptions/listen`. The SDK compares them character by character with those of the notifications,
   * and a standard has more than one: `standard:///c#/naming.md`, or that of a section.
   */
  readonly noteListen = (message: JSONRPCMessage): void => {
    if (!('method' in message)) return
    const filter = message.params?.notifications as { resourceSubscriptions?: unknown } | null | undefined
    const uris = filter?.resourceSubscriptions
    if (Array.isArray(uris)) for (const uri of uris.slice(0, MAX_ALIASES)) this.#noteAlias(uri)
  }

  #noteAlias(uri: unknown): void {
    if (typeof uri !== 'string' || uri.length > MAX_URI) return
    try {
      const standard = readStandardUri(this.#core.library, uri)?.uri
      if (standard !== undefined && standard !== uri) this.#aliases.add(uri, standard)
    } catch {
      // Too many aliases, or the library cannot be read: notifications carry the standard's own address all the same.
    }
  }

  #subscribe<L>(listeners: Set<L>, listener: L): () => void {
    if (this.#stop === undefined) {
      this.#generation = orNull(() => this.#core.library.facets().generation)
      this.#stop = this.#core.onIndexChange(() => this.#check())
    }
    listeners.add(listener)
    return () => {
      if (listeners.delete(listener) && this.#isUnused()) this.#unsubscribe()
    }
  }

  #isUnused(): boolean {
    return this.#listListeners.size + this.#updateListeners.size + this.#noticeListeners.size === 0
  }

  #unsubscribe(): void {
    this.#stop?.()
    this.#stop = undefined
    clearTimeout(this.#listTimer)
    this.#listTimer = undefined
  }

  #check(): void {
    this.#checkStandards()
    if (this.#noticeListeners.size > 0) this.#checkStatus()
  }

  #checkStandards(): void {
    const since = this.#generation
    const change = orNull(() => this.#core.library.changesSince(since ?? -1))
    if (change === null) return
    this.#generation = change.generation
    // A library that could not be read before may have changed in any way.
    if (change.listed || since === null) this.#notifyList()
    if (this.#updateListeners.size > 0) void this.#notifyUpdates(change.ids)
  }

  #notifyList(): void {
    if (this.#listTimer !== undefined) return
    const wait = Math.max(0, this.#listNotifiedAt + this.#listPause - Date.now())
    const notify = () => {
      this.#listTimer = undefined
      this.#listNotifiedAt = Date.now()
      for (const listener of [...this.#listListeners]) listener()
    }
    if (wait === 0) notify()
    else this.#listTimer = setTimeout(notify, wait).unref()
  }

  async #notifyUpdates(ids: readonly string[]): Promise<void> {
    for (const [index, id] of ids.entries()) {
      if (index % UPDATES_AT_ONCE === UPDATES_AT_ONCE - 1) await setImmediate()
      const standard = standardUri(id)
      for (const uri of [standard, ...this.#aliases.following(standard)])
        for (const listener of [...this.#updateListeners]) listener(uri)
    }
  }

  #checkStatus(): void {
    const before = this.#status
    this.#status = orNull(() => this.#core.library.status()) ?? before
    if (this.#status === null || before === null) return
    for (const notice of noticesOf(before, this.#status))
      for (const listener of [...this.#noticeListeners]) listener(notice)
  }
}

/** The news in the step from one status to the next. */
export function noticesOf(before: LibraryStatus, after: LibraryStatus): LibraryNotice[] {
  const notices: LibraryNotice[] = []
  if (after.generation !== before.generation) {
    notices.push({
      level: 'info',
      message: `The index changed: ${after.standards} standards, generation ${after.generation}.`,
    })
  }
  if (after.problems > before.problems) {
    const there = after.problems === 1 ? 'is 1 problem' : `are ${after.problems} problems`
    notices.push({
      level: 'warning',
      message: `There ${there} in the library's files (${before.problems} before). \`plumbline status\` shows them.`,
    })
  }
  const { state, message } = after.progress
  const was = before.progress.state
  const broken = isBroken(state)
  if (broken && state !== was) {
    notices.push({ level: 'error', message: message ?? `The library ${after.library} cannot be read.` })
  }
  if (!broken && isBroken(was)) {
    notices.push({ level: 'notice', message: `The library ${after.library} can be read again.` })
  }
  return notices
}

function isBroken(state: LibraryStatus['progress']['state']): boolean {
  return state === 'missing' || state === 'failed' || state === 'stalled'
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
