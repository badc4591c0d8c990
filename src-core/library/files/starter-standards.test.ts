import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { fillLibrary } from '../watch/fill-library.ts'
import { inspectStarters, keepStarters } from './starter-standards.ts'

const STARTERS = {
  'general/logging.md': '# Logging\n',
  'go/testing.md': '# Go testing\n',
  'python/testing.md': '# Python testing\n',
  'python/security.md': '# Python security\n',
}

let source: TempLibrary
let library: string
beforeEach(() => {
  source = makeTempLibrary(STARTERS)
  library = join(source.folder, 'mine')
  fillLibrary(source.root, library, () => undefined)
})
afterEach(() => source.close())

const listFiles = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
const names = () => listFiles(library)
const keep = (...chosen: string[]) => keepStarters(source.root, library, new Set(chosen))

describe('inspectStarters', () => {
  it('counts those for every language apart from the groups to choose from', async () => {
    expect(await inspectStarters(source.root)).toEqual({
      general: 1,
      groups: [
        { name: 'go', standards: 1 },
        { name: 'python', standards: 2 },
      ],
    })
  })

  it('counts the starter standards of Plumbline', async () => {
    const folder = join(import.meta.dirname, '../../../resources/starter-standards')
    const { general, groups } = await inspectStarters(folder)
    const total = groups.reduce((sum, { standards }) => sum + standards, general)
    expect(total).toBe(listFiles(folder).length)
    expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['go', 'sql', 'terraform']))
    expect([general, ...groups.map(({ standards }) => standards)]).not.toContain(0)
  })

  it('finds none in a folder that does not exist', async () => {
    expect(await inspectStarters(join(source.folder, 'no'))).toEqual({ general: 0, groups: [] })
  })
})

describe('keepStarters', () => {
  it('leaves the chosen groups and the general one', async () => {
    await keep('go')
    expect(names()).toEqual(['general/logging.md', 'go/testing.md'])
    expect(readdirSync(library)).not.toContain('python')
  })

  it('leaves only the general group when none is chosen', async () => {
    await keep()
    expect(names()).toEqual(['general/logging.md'])
  })

  it('leaves what was changed or added', async () => {
    writeFileSync(join(library, 'python/testing.md'), '# Ours\n')
    writeFileSync(join(library, 'go/ours.md'), '# Ours\n')
    await keep()
    expect(names()).toEqual(['general/logging.md', 'go/ours.md', 'python/testing.md'])
  })

  it('does nothing for files that are not there, and for names of no group', async () => {
    rmSync(join(library, 'python'), { recursive: true })
    writeFileSync(join(library, 'python'), 'a file')
    const outside = join(source.folder, 'outside.md')
    writeFileSync(outside, STARTERS['go/testing.md'])
    await keep('go', '../outside.md', '..')
    expect(names()).toEqual(['general/logging.md', 'go/testing.md'])
    expect(existsSync(outside)).toBe(true)
  })
})
