import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { eventually } from '../../testing/temp-library.ts'
import { type FileWatch, watchFiles } from './watch-files.ts'

let folder: string
let watching: FileWatch | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-watch-'))
})
afterEach(() => {
  watching?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('watchFiles', () => {
  it.each([
    ['by watching', 60_000],
    ['by looking', 50],
  ])('notices every type of change of a file (%s)', async (_name, pollMs) => {
    const file = join(folder, 'config.json')
    writeFileSync(file, 'a')
    let changes = 0
    watching = watchFiles(
      () => [file, join(folder, 'never/there.json')],
      () => changes++,
      { debounceMs: 20, pollMs },
    )
    const noticed = async (change: () => void) => {
      const before = changes
      change()
      await eventually(() => changes > before)
    }
    await noticed(() => writeFileSync(file, 'bb'))
    await noticed(() => {
      writeFileSync(`${file}.new`, 'ccc')
      renameSync(`${file}.new`, file)
    })
    await noticed(() => unlinkSync(file))
    await noticed(() => writeFileSync(file, 'd'))
  })

  it('notices a folder that is created later, and one that is created again', async () => {
    const file = join(folder, 'later/config.json')
    let changes = 0
    watching = watchFiles(
      () => [file],
      () => changes++,
      { debounceMs: 20, pollMs: 50 },
    )
    for (let round = 1; round <= 2; round++) {
      const before = changes
      mkdirSync(join(folder, 'later'))
      writeFileSync(file, 'x')
      await eventually(() => changes > before)
      rmSync(join(folder, 'later'), { recursive: true })
      await eventually(() => changes > before + 1)
    }
  })
})
