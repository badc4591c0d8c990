import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYSTEM_FILES } from './file-operations.ts'
import { emptyTrash, inspectTrash } from './library-trash.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plumbline-trash-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}

describe('the trash of a library', () => {
  it('is counted and emptied, and other files stay', async () => {
    write('.plumbline-trash/.gitignore', '*\n')
    write('.plumbline-trash/a1/go/errors.md', 'four')
    write('.plumbline-trash/b2/x.md', '12345678')
    write('.plumbline-trash/by-hand.md', '')
    write('go/errors.md', '# Errors\n')
    expect(await inspectTrash(SYSTEM_FILES, root)).toEqual({ files: 3, bytes: 12 })
    expect(await emptyTrash(SYSTEM_FILES, root)).toBe(3)
    expect(readdirSync(join(root, '.plumbline-trash'))).toEqual(['.gitignore'])
    expect(existsSync(join(root, 'go/errors.md'))).toBe(true)
    expect(await inspectTrash(SYSTEM_FILES, root)).toEqual({ files: 0, bytes: 0 })
  })

  it('is empty when the folder does not exist', async () => {
    expect(await inspectTrash(SYSTEM_FILES, root)).toEqual({ files: 0, bytes: 0 })
    expect(await emptyTrash(SYSTEM_FILES, root)).toBe(0)
    expect(readdirSync(root)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('does not go through links', async () => {
    write('kept/a.md', 'a')
    mkdirSync(join(root, '.plumbline-trash'))
    symlinkSync(join(root, 'kept'), join(root, '.plumbline-trash/link'))
    expect(await emptyTrash(SYSTEM_FILES, root)).toBe(1)
    expect(existsSync(join(root, 'kept/a.md'))).toBe(true)
    rmSync(join(root, '.plumbline-trash'), { recursive: true })
    symlinkSync(join(root, 'kept'), join(root, '.plumbline-trash'))
    expect(await emptyTrash(SYSTEM_FILES, root)).toBe(0)
    expect(existsSync(join(root, 'kept/a.md'))).toBe(true)
  })
})
