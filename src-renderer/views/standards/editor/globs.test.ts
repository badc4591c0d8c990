import { describe, expect, it } from 'vitest'
import { joinGlobs, splitGlobs } from './globs.ts'

describe('file patterns', () => {
  it.each([
    ['**/*.py', ['**/*.py']],
    ['a.ts , b.ts,', ['a.ts', 'b.ts']],
    ['src/**/*.{ts,tsx}, *.js', ['src/**/*.{ts,tsx}', '*.js']],
    ['', []],
  ])('of %j', (text, globs) => {
    expect(splitGlobs(text)).toEqual(globs)
    expect(splitGlobs(joinGlobs(globs))).toEqual(globs)
  })
})
