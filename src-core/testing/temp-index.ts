import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IndexReader } from '../library/index/index-reader.ts'
import { IndexWriter } from '../library/index/index-writer.ts'
import { openIndexForReading, openIndexForWriting } from '../library/index/open-index.ts'
import { indexedFile } from '../library/watch/read-standard.ts'

/** A real index in a temporary folder, without a library on the disk. */
export interface TempIndex {
  readonly file: string
  readonly writer: IndexWriter
  readonly reader: IndexReader
  /** Parses and writes, all in one transaction. `null` removes. */
  put(files: Readonly<Record<string, string | null>>): void
  close(): void
}

export function openTempIndex(files: Readonly<Record<string, string>> = {}): TempIndex {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-index-'))
  const file = join(folder, 'index.db')
  const writing = openIndexForWriting(file, undefined, () => {})
  const reading = openIndexForReading(file, undefined)
  if (!reading) throw new Error('The new index cannot be read')
  const writer = new IndexWriter(writing)
  const put: TempIndex['put'] = (changes) => {
    writer.change(() => {
      for (const [path, text] of Object.entries(changes)) {
        if (text === null) writer.remove(path)
        else writer.put(fileOf(path, text))
      }
    })
  }
  put(files)
  return {
    file,
    writer,
    reader: new IndexReader(reading),
    put,
    close() {
      reading.close()
      writing.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the indexer would make of a file with this text. */
export function fileOf(path: string, text: string) {
  const bytes = Buffer.from(text)
  const stamp = { size: bytes.length, mtime: 1_700_000_000_000, ctime: 1_700_000_000_000 }
  return indexedFile(path, stamp, { bytes, hash: `hash of ${text}` })
}
