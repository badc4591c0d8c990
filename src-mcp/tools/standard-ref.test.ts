import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IndexHandle } from '../../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../../src-core/library/index/index-source.ts'
import { IndexWriter } from '../../src-core/library/index/index-writer.ts'
import { openIndexForWriting } from '../../src-core/library/index/open-index.ts'
import { createLibrary, type Library } from '../../src-core/library/library.ts'
import { unreadableFile } from '../../src-core/library/watch/read-standard.ts'
import { findStandard } from './standard-ref.ts'
import { ToolFailure } from './tool-failure.ts'

let home: string
let library: Library
let close: () => void
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plumbline-ref-'))
  const file = join(home, 'index.db')
  const db = openIndexForWriting(file, undefined, () => {})
  const writer = new IndexWriter(db)
  const locked = Object.assign(new Error('busy'), { code: 'EBUSY' })
  writer.beginLibrary(home)
  writer.change(() =>
    writer.put(unreadableFile('go/e\u0301.md', { size: 1, mtime: 1, ctime: 1 }, locked, false)),
  )
  const handle = new IndexHandle(file, undefined)
  library = createLibrary(
    createIndexSource(
      handle,
      () => home,
      () => false,
    ),
  )
  close = () => {
    handle.close()
    db.close()
  }
})
afterEach(() => {
  close()
  rmSync(home, { recursive: true, force: true })
})

describe('findStandard', () => {
  const failureOf = (id: string): ToolFailure => {
    try {
      findStandard(library, id)
    } catch (error) {
      if (error instanceof ToolFailure) return error
    }
    throw new Error('There was no failure.')
  }

  it('says of a file that has never been read why it cannot be read', () => {
    const failure = failureOf('go/\u00e9.md')
    expect(failure.message).toMatch(/is in the library.*\(EBUSY\).*keep the file locked/)
    expect(failure.reason).toBe('failed')
    expect(failure.note.isGap).toBe(false)
  })

  it('says of any other id that there is no such standard', () => {
    expect(failureOf('go/f.md')).toMatchObject({ reason: 'not-found' })
  })
})
