import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYSTEM_FILES } from '../src-core/library/files/file-operations.ts'
import { textOf } from '../src-core/library/files/file-text.ts'
import { StandardFiles } from '../src-core/library/files/standard-files.ts'
import { LONG } from '../src-core/testing/long.ts'

// With PLUMBLINE_LONG=1 ten thousand saves, else enough to find a gross fault.
const SAVES = LONG ? 5_000 : 40

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-race-'))
  mkdirSync(join(folder, 'library'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('while another program writes the same file', () => {
  it.each(['append', 'replace'])(
    'a save loses none of its lines (%s)',
    { timeout: 60 * 60_000 },
    async (mode) => {
      const file = join(folder, 'library/a.md')
      writeFileSync(file, '# A\n\n')
      const rival = spawn(
        process.execPath,
        [join(import.meta.dirname, 'testing/rival-writer.mjs'), mode, file, join(folder, 'stop')],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      let output = ''
      rival.stdout.on('data', (data) => {
        output += data
      })
      await once(rival.stdout, 'data')
      const files = new StandardFiles({
        root: () => join(folder, 'library'),
        pathOf: () => null,
        files: SYSTEM_FILES,
      })
      const opened = await files.open('a.md')
      let text = opened ? textOf(opened.file) : ''
      let version = opened?.version ?? ''
      let conflicts = 0
      for (let saved = 0; saved < SAVES; ) {
        const outcome = await files.save('a.md', `${text}W${saved}\n`, version)
        if (outcome.kind === 'saved') {
          text += `W${saved}\n`
          version = outcome.version
          saved++
        } else {
          conflicts++
          text = outcome.theirs?.text ?? ''
          version = outcome.theirs?.version ?? ''
        }
      }
      writeFileSync(join(folder, 'stop'), '')
      await once(rival, 'exit')
      const added = Number(output.trim().split('\n').at(-1))
      const lines = new Set(readFileSync(file, 'utf8').split('\n'))
      const lost = Array.from({ length: added }, (_, index) => `E${index + 1}`).filter(
        (line) => !lines.has(line),
      )
      expect({ lost, added: added > 0, conflicts: conflicts > 0 }).toEqual({
        lost: [],
        added: true,
        conflicts: true,
      })
      // A program that replaces the file may overwrite our lines, which is its own race; one that appends cannot.
      if (mode === 'append')
        expect(
          Array.from({ length: SAVES }, (_, index) => `W${index}`).filter((line) => !lines.has(line)),
        ).toEqual([])
      expect(readdirSync(join(folder, 'library'))).toEqual(['a.md'])
    },
  )
})
