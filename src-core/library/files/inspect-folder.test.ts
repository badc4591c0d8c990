import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inspectFolder } from './inspect-folder.ts'

const NO_LIMIT = Number.POSITIVE_INFINITY

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-look-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), '')
  }
}

it('counts the standards of a folder and lists its subfolders', async () => {
  write('b.md', 'b/c/d.MDC', 'b/note.txt', 'a/e.markdown', '.git/f.md', 'node_modules/g.md')
  expect(await inspectFolder(folder, NO_LIMIT)).toEqual({
    path: folder,
    parent: dirname(folder),
    folders: ['a', 'b'],
    standards: 3,
    areMore: false,
    exists: true,
    writable: true,
  })
  expect((await inspectFolder(parse(folder).root)).parent).toBeNull()
})

it('reports a missing folder, and whether it can be created', async () => {
  expect(await inspectFolder(join(folder, 'new'))).toMatchObject({
    exists: false,
    writable: true,
    standards: 0,
  })
  expect(await inspectFolder(join(folder, 'far/new'))).toMatchObject({ exists: false, writable: true })
  write('file')
  expect(await inspectFolder(join(folder, 'file/new'))).toMatchObject({ exists: false, writable: false })
})

it('counts until its time limit, and reports that there may be more', async () => {
  write('a.md', 'b/c.md')
  expect(await inspectFolder(folder, -1)).toMatchObject({ standards: 0, areMore: true, folders: ['b'] })
})

it('throws for a path that is not a folder', async () => {
  write('file')
  await expect(inspectFolder(join(folder, 'file'))).rejects.toMatchObject({
    code: 'path-unusable',
    message: expect.stringContaining('is not a folder'),
  })
})

it.skipIf(process.platform === 'win32')('does not run in circles', async () => {
  write('a/b.md')
  symlinkSync(folder, join(folder, 'a/loop'))
  expect((await inspectFolder(folder, NO_LIMIT)).standards).toBe(1)
})

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'says what cannot be listed',
  async () => {
    chmodSync(folder, 0o000)
    await expect(inspectFolder(folder)).rejects.toMatchObject({ code: 'path-unusable' })
    chmodSync(folder, 0o700)
  },
)
