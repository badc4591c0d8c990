import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOrCreateToken } from './token-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-token-'))
  file = join(folder, 'http-token')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const mode = () => statSync(file).mode & 0o777

describe.skipIf(process.platform === 'win32')('the token file', () => {
  it('is made once, for the user alone', () => {
    const token = readOrCreateToken(file)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(mode()).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`)
    expect(readOrCreateToken(file)).toBe(token)
  })

  it('is narrowed when others may read it', () => {
    const token = readOrCreateToken(file)
    chmodSync(file, 0o644)
    expect(readOrCreateToken(file)).toBe(token)
    expect(mode()).toBe(0o600)
  })

  it('with other content is an error with a remedy', () => {
    writeFileSync(file, 'password')
    expect(() => readOrCreateToken(file)).toThrow(/does not hold a token/)
    expect(() => readOrCreateToken(join(folder, 'nowhere', 'http-token'))).toThrow(/cannot be used/)
  })
})
