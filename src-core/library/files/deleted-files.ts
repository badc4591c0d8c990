import { newId } from '../../base/new-id.ts'

/** A file that was moved to the trash of the system. */
export interface DeletedFile {
  /** The parts of its path in the library. */
  readonly segments: readonly string[]
  readonly bytes: Uint8Array
}

const MAX_FILES = 10

/** The content of the last files that were moved to the trash of the system, which has no interface to restore them. */
export class DeletedFiles {
  readonly #files = new Map<string, DeletedFile>()

  /** Returns the key for `find`. */
  add(file: DeletedFile): string {
    const key = `${newId()}/${file.segments.join('/')}`
    this.#files.set(key, file)
    const [oldest] = this.#files.keys()
    if (this.#files.size > MAX_FILES && oldest !== undefined) this.#files.delete(oldest)
    return key
  }

  /** Returns `null` when the key is unknown or 10 other files were deleted since. */
  find(key: string): DeletedFile | null {
    return this.#files.get(key) ?? null
  }

  forget(key: string): void {
    this.#files.delete(key)
  }
}
