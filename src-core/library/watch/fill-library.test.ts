import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { fillLibrary } from './fill-library.ts'

let source: TempLibrary
let logged: string[]
const log = (level: string, message: string) => void logged.push(`${level} ${message}`)
beforeEach(() => {
  source = makeTempLibrary({ 'python/testing.md': '# Testing\n' })
  logged = []
})
afterEach(() => source.close())

describe('fillLibrary', () => {
  it('fills a library that does not exist', () => {
    const library = join(source.folder, 'not/yet/there')
    fillLibrary(source.root, library, log)
    expect(readFileSync(join(library, 'python/testing.md'), 'utf8')).toBe('# Testing\n')
    expect(readdirSync(library)).toEqual(['python'])
    expect(readdirSync(join(source.folder, 'not/yet'))).toEqual(['there'])
    expect(logged).toHaveLength(1)
  })

  it('does not change an existing folder, also an empty one', () => {
    const library = join(source.folder, 'empty')
    mkdirSync(library)
    fillLibrary(source.root, library, log)
    expect(readdirSync(library)).toEqual([])
    expect(logged).toEqual([])
  })

  it('leaves no files behind after a failure', () => {
    const library = join(source.folder, 'library-to-be')
    fillLibrary(join(source.folder, 'no-such-source'), library, log)
    expect(existsSync(library)).toBe(false)
    expect(readdirSync(source.folder).filter((name) => name.includes('.new-'))).toEqual([])
    expect(logged[0]).toMatch(/^error .*could not be filled/)

    writeFileSync(join(source.folder, 'file'), '')
    fillLibrary(source.root, join(source.folder, 'file/inside'), log)
    expect(logged[1]).toMatch(/^error/)
  })
})
