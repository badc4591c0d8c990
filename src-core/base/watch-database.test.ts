import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../testing/temp-library.ts'
import { openDatabase } from './open-database.ts'
import { watchDatabase } from './watch-database.ts'

let folder: string
let end = () => {}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-watch-'))
})
afterEach(() => {
  end()
  rmSync(folder, { recursive: true, force: true })
})

/** Reads the table at each check, as those who watch a database do. */
function follow(file: string) {
  const seen: number[] = []
  end = watchDatabase(
    file,
    () => {
      try {
        const db = openDatabase(file, { readonly: true })
        seen.push(db.prepare<[], number>('SELECT count(*) FROM rows').pluck().get() ?? 0)
        db.close()
      } catch {
        // There is no database yet.
      }
    },
    50,
  )
  return seen
}

describe('watchDatabase', () => {
  it('checks after a write of another connection, also of one that holds the file open', async () => {
    const file = join(folder, 'a.db')
    const writer = openDatabase(file, {})
    writer.exec('CREATE TABLE rows (n)')
    const seen = follow(file)
    for (let rows = 1; rows <= 3; rows++) {
      writer.prepare('INSERT INTO rows VALUES (?)').run(rows)
      await eventually(() => seen.includes(rows))
    }
    writer.close()
  })

  it('finds a database and a folder that are created later, and replaced', async () => {
    const file = join(folder, 'home/a.db')
    const seen = follow(file)
    for (let rows = 1; rows <= 2; rows++) {
      rmSync(join(folder, 'home'), { recursive: true, force: true })
      mkdirSync(join(folder, 'home'))
      const writer = openDatabase(file, {})
      writer.exec(`CREATE TABLE rows (n); INSERT INTO rows VALUES ${'(1),'.repeat(rows - 1)}(1)`)
      await eventually(() => seen.includes(rows))
      writer.close()
    }
  })

  it('calls nobody after its end', async () => {
    const file = join(folder, 'a.db')
    const writer = openDatabase(file, {})
    writer.exec('CREATE TABLE rows (n)')
    const first = follow(file)
    writer.exec('INSERT INTO rows VALUES (1)')
    end()
    const second = follow(file)
    writer.exec('INSERT INTO rows VALUES (2)')
    await eventually(() => second.includes(2))
    expect(first).toEqual([])
    writer.close()
  })
})
