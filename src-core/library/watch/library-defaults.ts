import {
  DEFAULTS_FILE,
  DEFAULTS_KEYS,
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

  /** Returns the file that gives each key to a standard. */
  origins(path: string): { readonly [Key in keyof FolderDefaults]?: string } {
    const found: { -readonly [Key in keyof FolderDefaults]?: string } = {}
    for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
      const file = folder + DEFAULTS_FILE
      const own = this.#own.get(file) ?? NO_DEFAULTS
      for (const key of DEFAULTS_KEYS) if (own[key] !== null) found[key] ??= file
      if (folder === '') return found
    }
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

/** @param rows those of the index; `data` is the JSON of `FolderDefaults` */
export function defaultsOfRows(
  rows: readonly { readonly path: string; readonly data: string }[],
): LibraryDefaults {
  return new LibraryDefaults(
    new Map(rows.map(({ path, data }) => [path, JSON.parse(data) as FolderDefaults])),
  )
}
