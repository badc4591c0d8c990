import {
  DEFAULTS_FILE,
  type FolderDefaults,
  mergeDefaults,
  NO_DEFAULTS,
} from '../../../src-shared/standard/folder-defaults.ts'

/** Finds what the `_standards.yml` of a library give to each standard. */
export class LibraryDefaults {
  readonly #own: ReadonlyMap<string, FolderDefaults>
  readonly #merged = new Map<string, FolderDefaults>()

  /** @param own the defaults of each file, by its path */
  constructor(own: ReadonlyMap<string, FolderDefaults>) {
    this.#own = own
  }

  /** @param path of a file in the library */
  of(path: string): FolderDefaults {
    return this.#own.size === 0 ? NO_DEFAULTS : this.#ofFolder(folderOf(path))
  }

  #ofFolder(folder: string): FolderDefaults {
    const known = this.#merged.get(folder)
    if (known) return known
    const own = this.#own.get(folder + DEFAULTS_FILE) ?? NO_DEFAULTS
    const merged = folder === '' ? own : mergeDefaults(this.#ofFolder(folderOf(folder.slice(0, -1))), own)
    this.#merged.set(folder, merged)
    return merged
  }
}

/** Returns the folder of a path with a `/` at its end, or `''` for the library folder. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
