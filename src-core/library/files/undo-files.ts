import { newId } from '../../base/new-id.ts'

/** A file that the system's trash took. */
interface UndoFile {
  /** Its path, part by part. */
  readonly segments: readonly string[]
  readonly bytes: Uint8Array
}

/** The files that were given to the system's trash last: nobody can ask that for one back. */
export interface UndoFiles {
  /** @returns what `find` finds it by */
  keep(file: UndoFile): string
  /** `null`: it was never kept, or others came since. */
  find(undo: string): UndoFile | null
  forget(undo: string): void
}

const MOST = 10

export function createUndoFiles(): UndoFiles {
  const kept = new Map<string, UndoFile>()
  return {
    keep(file) {
      const undo = `${newId()}/${file.segments.join('/')}`
      kept.set(undo, file)
      const [oldest] = kept.keys()
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
      return undo
    },
    find: (undo) => kept.get(undo) ?? null,
    forget: (undo) => void kept.delete(undo),
  }
}
