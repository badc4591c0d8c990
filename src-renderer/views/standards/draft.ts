import { useSyncExternalStore } from 'react'

/** Text that was written and not saved, kept in the browser. */
export interface Draft {
  readonly text: string
  /** The content on the disk that it was made from; empty for a standard that is not there yet. */
  readonly version: string
  /** When it was written, milliseconds since the epoch. */
  readonly at: number
  /** Where a new standard was to go. */
  readonly path?: string
}

const PREFIX = 'plumbline.unsaved'
/** The name under which a standard that has no file yet is kept. */
export const NEW = 'new'

const listeners = new Set<() => void>()
/** By key: what `localStorage` holds and what that means, so that the same text is the same object. */
const seen = new Map<string, { readonly json: string; readonly stash: Draft | null }>()

function keyOf(library: string, id: string): string {
  return `${PREFIX}:${library}:${id}`
}

export function readDraft(library: string, id: string): Draft | null {
  const key = keyOf(library, id)
  const json = localStorage.getItem(key)
  if (json === null) return null
  const known = seen.get(key)
  if (known?.json === json) return known.stash
  const stash = parseStash(json)
  seen.set(key, { json, stash })
  return stash
}

/** Keeps it; a text that the browser has no room for is not kept, and the open editor still has it. */
export function writeDraft(library: string, id: string, stash: Draft): void {
  try {
    localStorage.setItem(keyOf(library, id), JSON.stringify(stash))
  } catch {
    localStorage.removeItem(keyOf(library, id))
  }
  tell()
}

export function dropDraft(library: string, id: string): void {
  if (localStorage.getItem(keyOf(library, id)) === null) return
  localStorage.removeItem(keyOf(library, id))
  tell()
}

/** The unsaved text of a standard, as it comes and goes in any tab. */
export function useDraft(library: string, id: string): Draft | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      addEventListener('storage', listener)
      return () => {
        listeners.delete(listener)
        removeEventListener('storage', listener)
      }
    },
    () => readDraft(library, id),
  )
}

function tell(): void {
  for (const listener of listeners) listener()
}

function parseStash(json: string): Draft | null {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null) return null
    const { text, version, at, path } = value as Readonly<Record<string, unknown>>
    if (typeof text !== 'string' || typeof version !== 'string' || typeof at !== 'number') return null
    return { text, version, at, ...(typeof path === 'string' ? { path } : {}) }
  } catch {
    return null
  }
}
