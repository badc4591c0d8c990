import { setImmediate } from 'node:timers/promises'
import type { JSONRPCMessage } from '@modelcontextprotocol/server'
import type { Core } from '../../src-core/app/create-core.ts'
import type { LibraryStatus } from '../../src-shared/contract/library.ts'
import { standardUri } from '../../src-shared/standard/uri.ts'
import type { ToolCatalog } from '../tools/catalog.ts'
import { readStandardUri } from './standard-uri.ts'
import { createSubscriptions } from './subscriptions.ts'

/** Something about the library that concerns a client, in a sentence. */
export interface LibraryNotice {
  /** Of the protocol's levels those that are used here, least first. */
  readonly level: 'info' | 'notice' | 'warning' | 'error'
  readonly message: string
}

/**
 * What changes in the library, whichever process indexes it. One serves every server instance of a process, and asks the
 * index nothing while nobody listens. Each method returns what ends it.
 */
export interface LibraryChanges {
  /** `tools/list` answers something else. */
  onToolsChanged(listener: () => void): () => void
  /** Standards came or went, or got another title or description. At most once a second. */
  onResourcesChanged(listener: () => void): () => void
  /** The standard with this address has another text, came or went. */
  onResourceUpdated(listener: (uri: string) => void): () => void
  onNotice(listener: (notice: LibraryNotice) => void): () => void
  /**
   * Takes note of the addresses in a `subscriptions/listen`. The SDK compares them with those that are announced letter by
   * letter, and a standard has more than one: `standard:///c#/naming.md`, or that of a section.
   */
  listenedTo(message: JSONRPCMessage): void
}

/** While a large library is read for the first time, the list changes twice a second. */
const LIST_PAUSE_MS = 1_000
/** After so many updates, whoever waits for an answer gets his turn. */
const AT_ONCE = 200
/** Addresses beside the standards' own that somebody listens to. */
const MAX_OTHER_NAMES = 10_000
const MAX_URI = 8_192

/** @param pause between two announcements of the list, in milliseconds */
export function followLibrary(
  core: Pick<Core, 'library' | 'onIndexChange'>,
  catalog: Pick<ToolCatalog, 'onChange'>,
  pause = LIST_PAUSE_MS,
): LibraryChanges {
  const listed = new Set<() => void>()
  const updated = new Set<(uri: string) => void>()
  const noticed = new Set<(notice: LibraryNotice) => void>()
  const otherNames = createSubscriptions(MAX_OTHER_NAMES)
  let stop: (() => void) | undefined
  let generation: number | null = null
  let status: LibraryStatus | null = null
  let announcedAt = 0
  let announcing: NodeJS.Timeout | undefined

  function look(): void {
    lookForChanges()
    if (noticed.size > 0) lookForNotices()
  }

  function lookForChanges(): void {
    const since = generation
    const change = orNull(() => core.library.changesSince(since ?? -1))
    if (change === null) return
    generation = change.generation
    // What could not be read until now may have changed in any way.
    if (change.listed || since === null) announceList()
    if (updated.size > 0) void announceUpdates(change.ids)
  }

  function announceList(): void {
    if (announcing !== undefined) return
    const wait = Math.max(0, announcedAt + pause - Date.now())
    const announce = () => {
      announcing = undefined
      announcedAt = Date.now()
      for (const listener of [...listed]) listener()
    }
    if (wait === 0) {
      announce()
      return
    }
    announcing = setTimeout(announce, wait)
    announcing.unref()
  }

  async function announceUpdates(ids: readonly string[]): Promise<void> {
    for (const [at, id] of ids.entries()) {
      if (at % AT_ONCE === AT_ONCE - 1) await setImmediate()
      const uri = standardUri(id)
      for (const name of [uri, ...otherNames.following(uri)])
        for (const listener of [...updated]) listener(name)
    }
  }

  function lookForNotices(): void {
    const before = status
    status = orNull(() => core.library.status()) ?? before
    if (status === null || before === null) return
    for (const notice of describeChange(before, status)) for (const listener of [...noticed]) listener(notice)
  }

  function add<L>(listeners: Set<L>, listener: L): () => void {
    if (stop === undefined) {
      generation = orNull(() => core.library.facets().generation)
      stop = core.onIndexChange(look)
    }
    listeners.add(listener)
    return () => {
      if (!listeners.delete(listener) || listed.size + updated.size + noticed.size > 0) return
      stop?.()
      stop = undefined
      clearTimeout(announcing)
      announcing = undefined
    }
  }

  function noteName(uri: unknown): void {
    if (typeof uri !== 'string' || uri.length > MAX_URI) return
    try {
      const standard = readStandardUri(core.library, uri)?.uri
      if (standard !== undefined && standard !== uri) otherNames.add(uri, standard)
    } catch {
      // There are too many of them, or the library cannot be read: its own address is announced all the same.
    }
  }

  return {
    listenedTo(message) {
      if (!('method' in message) || message.method !== 'subscriptions/listen') return
      const filter = message.params?.notifications as { resourceSubscriptions?: unknown } | null | undefined
      const uris = filter?.resourceSubscriptions
      if (Array.isArray(uris)) for (const uri of uris.slice(0, MAX_OTHER_NAMES)) noteName(uri)
    },
    onToolsChanged: (listener) => catalog.onChange(listener),
    onResourcesChanged: (listener) => add(listed, listener),
    onResourceUpdated: (listener) => add(updated, listener),
    onNotice(listener) {
      if (noticed.size === 0) status = orNull(() => core.library.status())
      return add(noticed, listener)
    },
  }
}

/** What a client may want to know of the way from one status to the next. */
export function describeChange(before: LibraryStatus, after: LibraryStatus): LibraryNotice[] {
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
  const broken = state === 'missing' || state === 'failed'
  if (broken && state !== was) {
    notices.push({ level: 'error', message: message ?? `The library ${after.library} cannot be read.` })
  }
  if (!broken && (was === 'missing' || was === 'failed')) {
    notices.push({ level: 'notice', message: `The library ${after.library} can be read again.` })
  }
  return notices
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
