import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTemporaryName } from '../src-core/library/files/temporary-files.ts'
import { LONG } from '../src-core/testing/long.ts'
import { type Change, numberedText } from './testing/change-files.ts'

// With PLUMBLINE_LONG=1 ten thousand, else enough to find a gross fault.
const KILLS = LONG ? 10_000 : 25
/** Enough for a few changes; the kill comes at any moment of them. */
const LONGEST_LIFE_MS = 60
/** So many that a process may begin with any kind of change. */
const STANDARDS_AT_FIRST = 10

let library: string
beforeEach(() => {
  library = join(mkdtempSync(join(tmpdir(), 'plumbline-killed-')), 'library')
  mkdirSync(library)
})
afterEach(() => rmSync(join(library, '..'), { recursive: true, force: true }))

describe('a process that is killed while it changes files', () => {
  it('leaves each standard whole, as it was or as it was to become', {
    timeout: 3 * 60 * 60_000,
  }, async () => {
    const standards = writeStandards()
    const interrupted: Record<string, number> = {}
    let changes = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = await changeUntilKilled(standards)
      const open = applyChanges(lines, standards)
      changes += lines.length
      const kind = open?.kind ?? 'between changes'
      interrupted[kind] = (interrupted[kind] ?? 0) + 1
      expect(faultsOf(standards, open), `after kill ${kill}, in ${JSON.stringify(open)}`).toEqual([])
      readBack(standards, open)
    }
    console.log(`${KILLS} kills in ${Math.round(changes / 2)} changes:`, JSON.stringify(interrupted))
  })
})

/** Writes the first standards. Returns the number of each one's text by its id. */
function writeStandards(): Map<string, number> {
  const numbers = Array.from({ length: STANDARDS_AT_FIRST }, (_, index) => index + 1)
  return new Map(
    numbers.map((number) => {
      writeFileSync(join(library, `s${number}.md`), numberedText(number))
      return [`s${number}.md`, number]
    }),
  )
}

/** Lets a process change files for some milliseconds, kills it, and returns the lines that it printed. */
async function changeUntilKilled(standards: ReadonlyMap<string, number>) {
  const script = join(import.meta.dirname, 'testing/change-files.ts')
  const args = [script, library, JSON.stringify(Object.fromEntries(standards))]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  await sleep(Math.random() * LONGEST_LIFE_MS)
  child.kill('SIGKILL')
  expect(await closed, 'the process changed files until it was killed').toEqual([null, 'SIGKILL'])
  const whole = output.slice(0, output.lastIndexOf('\n'))
  return whole.split('\n').map((line) => JSON.parse(line) as Change | { readonly done: true })
}

/** Applies the changes that were completed, and returns the one that was not. */
function applyChanges(
  lines: readonly (Change | { readonly done: true })[],
  standards: Map<string, number>,
): Change | null {
  let open: Change | null = null
  for (const line of lines) {
    if (!('done' in line)) {
      open = line
      continue
    }
    if (open === null) continue
    const { kind, id, before, to, after } = open
    if (kind === 'move' || kind === 'remove') standards.delete(id)
    if (kind === 'save' || kind === 'create') standards.set(id, after ?? 0)
    else if (kind === 'restore') standards.set(id, before ?? 0)
    else if (to !== undefined) standards.set(to, before ?? 0)
    open = null
  }
  return open
}

/** Lists what is lost, empty or cut. */
function faultsOf(standards: ReadonlyMap<string, number>, open: Change | null): string[] {
  const faults: string[] = []
  const touched = new Set(open === null ? [] : [open.id, open.to])
  const allowed = new Set([open?.before, open?.after])
  for (const [id, number] of standards)
    if (!touched.has(id) && read(id) !== numberedText(number)) faults.push(`${id} is another text`)
  for (const id of filesIn(library)) {
    const text = read(id)
    if (touched.has(id)) {
      if (![...allowed].some((number) => number != null && numberedText(number) === text))
        faults.push(`${id} is neither the text before nor the one after, but of length ${text?.length}`)
    } else if (!standards.has(id)) faults.push(`${id} is new`)
  }
  const { before, after, kind } = open ?? {}
  // A save may have put the new text in place of the one before; nothing else may take that one away.
  const sought = kind === 'save' ? [before, after] : [before]
  const isThere = [...everyText()].some((text) =>
    sought.some((number) => number != null && numberedText(number) === text),
  )
  if (before != null && !isThere) faults.push(`text ${before} is lost`)
  return faults
}

/** Takes over what the open change left, and deletes the trash and temporary files, so that the next process begins afresh. */
function readBack(standards: Map<string, number>, open: Change | null): void {
  for (const id of open === null ? [] : [open.id, open.to ?? open.id]) {
    const text = read(id)
    if (text === null) standards.delete(id)
    else standards.set(id, Number(/^# (\d+)/.exec(text)?.[1]))
  }
  for (const path of readdirSync(library, { recursive: true, encoding: 'utf8' })) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (name === '.plumbline-trash' || isTemporaryName(name))
      rmSync(join(library, path), { recursive: true, force: true })
  }
}

/** The standards on the disk. Temporary files are none. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md') && !path.startsWith('.plumbline-trash/'))
}

function* everyText(): Generator<string> {
  for (const path of readdirSync(library, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.md')) yield readFileSync(join(library, path), 'utf8')
}

function read(id: string): string | null {
  try {
    return readFileSync(join(library, id), 'utf8')
  } catch {
    return null
  }
}
