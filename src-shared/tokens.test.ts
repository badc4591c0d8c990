import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from './tokens.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (pattern: string) =>
  globSync(pattern, { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'))
const errorOf = (text: string) => Math.abs(estimateTokens(text) / countTokens(text) - 1)

describe('estimateTokens', () => {
  it('is within 5 % of the tokenizer for each standard', () => {
    const standards = read('resources/starter-standards/**/*.md')
    expect(standards.length).toBeGreaterThan(20)
    for (const text of standards) expect(errorOf(text)).toBeLessThan(0.05)
  })
  it('is within 5 % for JSON of standards, and for code in all', () => {
    const json = JSON.stringify(read('resources/starter-standards/**/*.md').map((content) => ({ content })))
    expect(errorOf(json)).toBeLessThan(0.05)
    expect(errorOf(read('src-core/library/**/*.ts').join('\n'))).toBeLessThan(0.05)
  })
  it('is near for other scripts', () => {
    const texts = [
      'Разбивай функцию, когда она длиннее экрана, и давай каждой части имя. '.repeat(5),
      '每个错误都要有一个测试。不要在测试里等待时间，要等待条件。'.repeat(5),
      'Prüfe jeden Wert, der von außen kommt, und gib dem Fehler eine Überschrift. '.repeat(5),
    ]
    for (const text of texts) expect(errorOf(text)).toBeLessThan(0.25)
  })
  it('is 0 for nothing, and takes no longer for a line of a megabyte', () => {
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('-'.repeat(1_000_000))).toBeGreaterThan(0)
    expect(estimateTokens(' '.repeat(1_000_000))).toBeGreaterThan(0)
  })
})
