import type { Database, Statement } from 'better-sqlite3'

/** The standards and parts of the file, which are read once and then only added to. */
export class StandardNames {
  readonly #newParts: Statement<
    [number],
    { readonly id: number; readonly standard: number; readonly section: string | null }
  >
  readonly #newStandards: Statement<[number], { readonly id: number; readonly name: string }>
  // By id of a part; flat, as the loops over all references read them.
  #standards: number[] = []
  #sections: (string | null)[] = []
  readonly #names = new Map<number, string>()
  #newestPart = 0
  #newestStandard = 0
  #epoch = -1

  constructor(db: Database) {
    this.#newParts = db.prepare('SELECT id, standard, section FROM parts WHERE id > ? ORDER BY id')
    this.#newStandards = db.prepare('SELECT id, name FROM standards WHERE id > ? ORDER BY id')
  }

  /** @param epoch the one of the current state */
  refresh(epoch: number): void {
    if (epoch !== this.#epoch) {
      this.#standards = []
      this.#sections = []
      this.#names.clear()
      this.#newestPart = 0
      this.#newestStandard = 0
      this.#epoch = epoch
    }
    for (const { id, standard, section } of this.#newParts.all(this.#newestPart)) {
      this.#standards[id] = standard
      this.#sections[id] = section
      this.#newestPart = id
    }
    for (const { id, name } of this.#newStandards.all(this.#newestStandard)) {
      this.#names.set(id, name)
      this.#newestStandard = id
    }
  }

  /** By id of a part: the row id of its standard. */
  standards(): readonly (number | undefined)[] {
    return this.#standards
  }

  /** By id of a part: its section; `null` for a whole standard. */
  sections(): readonly (string | null | undefined)[] {
    return this.#sections
  }

  /** The name of a standard, which is its id in the library; empty for an unknown one. */
  nameOf(standard: number): string {
    return this.#names.get(standard) ?? ''
  }

  /** The row id of a standard. */
  idOf(name: string): number | undefined {
    for (const [id, other] of this.#names) if (other === name) return id
    return undefined
  }
}
