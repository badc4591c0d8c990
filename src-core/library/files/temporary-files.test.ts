import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { walk } from '../watch/walk.ts'
import { temporaryName, tidyTemporaryFiles } from './temporary-files.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-temporary-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const DAY_MS = 24 * 60 * 60_000

it('deletes own temporary files of more than a day, and nothing else', () => {
  const now = Date.now()
  const nameOf = (at: number) => `.plumbline-${at.toString(36)}-1-1.tmp`
  const [old, recent, folder, link] = [
    nameOf(now - 2 * DAY_MS),
    temporaryName(),
    nameOf(now - 3 * DAY_MS),
    nameOf(now - 4 * DAY_MS),
  ]
  mkdirSync(join(root, 'go'))
  mkdirSync(join(root, folder))
  symlinkSync('a.md', join(root, link))
  for (const name of ['a.md', recent, `go/${old}`, '.plumbline-notes.tmp', '.other.tmp'])
    writeFileSync(join(root, name), 'x')
  tidyTemporaryFiles(walk(root).temporaryFiles, now)
  expect(readdirSync(root).sort()).toEqual(
    ['.other.tmp', '.plumbline-notes.tmp', folder, link, recent, 'a.md', 'go'].sort(),
  )
  expect(readdirSync(join(root, 'go'))).toEqual([])
})
