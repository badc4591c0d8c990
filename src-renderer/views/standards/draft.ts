import { useSyncExternalStore } from 'react'

/** Text that is not saved, kept in the browser. */
export interface Draft {
  readonly text: string
  /** Version of the file that the text was made from; empty for a new standard. */
  readonly version: string
  /** When it was stored, milliseconds since the epoch. */
  readonly at: number
  /** Path that was typed for a new standard. */
  readonly path?: string
}

const PREFIX = 'plumbline.unsaved'
/** The id under which the draft of a new standard is stored. */
export const NEW = 'new'

const listeners = new Set<() => void>()
/** Parsed drafts by key, so that `useSyncExternalStore` gets the same object for the same text. */
const parsed = new Map<string, { readonly json: string; readonly draft: Draft | null }>()

function keyOf(library: string, id: string): string {
  return `${PREFIX}:${library}:${id}`
}

export function loadDraft(library: string, id: string): Draft | null {
  const key = keyOf(library, id)
  const json = localStorage.getItem(key)
  if (json === null) return null
  const known = parsed.get(key)
  if (known?.json === json) return known.draft
  const draft = parseDraft(json)
  parsed.set(key, { json, draft })
  return draft
}

/** Stores a draft. One that the browser has no room for is only in the open editor. */
export function storeDraft(library: string, id: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(library, id), JSON.stringify(draft))
  } catch {
    localStorage.removeItem(keyOf(library, id))
  }
  notify()
}

export function deleteDraft(library: string, id: string): void {
  if (localStorage.getItem(keyOf(library, id)) === null) return
  localStorage.removeItem(keyOf(library, id))
  notify()
}

/** The draft of a standard, which any tab may store and delete. */
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
    () => loadDraft(library, id),
  )
}

function notify(): void {
  for (const listener of listeners) listener()
}

function parseDraft(json: string): Draft | null {
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
