import { type StandardScope, scopeOf } from '../../../src-shared/standard/applies.ts'
import type { IndexReader } from './index-reader.ts'
import type { ScopeRow } from './reader-statements.ts'

/** A standard as its place in the library and the files that it applies to. */
export interface ScopedStandard {
  readonly doc: number
  readonly id: string
  readonly title: string
  readonly language: string | null
  readonly domain: string | null
  readonly scope: StandardScope
}

/** More changes are read faster as a whole. */
const MAX_CHANGES = 500

/** What every standard applies to, in memory: reading it takes some 10 ms for 1,000 standards. Follows changes of the index. */
export class ScopeTable {
  #indexId: string | number | null = null
  #generation = -1
  #byId = new Map<string, ScopedStandard>()

  /** Returns all standards, in no order. */
  read(index: IndexReader): Iterable<ScopedStandard> {
    const indexId = index.meta('born')
    const generation = index.generation()
    if (indexId !== this.#indexId || generation < this.#generation) this.#reload(index)
    else if (generation !== this.#generation) this.#update(index, index.changedSince(this.#generation))
    this.#indexId = indexId
    this.#generation = generation
    return this.#byId.values()
  }

  #update(index: IndexReader, changed: readonly string[]): void {
    if (changed.length > MAX_CHANGES) {
      this.#reload(index)
      return
    }
    for (const id of changed) this.#byId.delete(id)
    for (const row of index.scopes(changed)) this.#byId.set(row.id, scopedOf(row))
  }

  #reload(index: IndexReader): void {
    this.#byId = new Map(index.scopes(null).map((row) => [row.id, scopedOf(row)]))
  }
}

function scopedOf({ doc, id, title, globs, language, domain, extra }: ScopeRow): ScopedStandard {
  const scope = scopeOf({
    path: id,
    title,
    globs: JSON.parse(globs),
    language,
    domain,
    extra: JSON.parse(extra),
  })
  return { doc, id, title, language, domain, scope }
}
