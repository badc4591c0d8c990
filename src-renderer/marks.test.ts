import { describe, expect, it } from 'vitest'
import { matchesWords, splitMarks, splitWords } from './marks.ts'

const shown = (parts: readonly { text: string; hit: boolean }[]) =>
  parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')

describe('marks', () => {
  it('are set where words begin', () => {
    expect(shown(splitWords('Python testing, untested', 'test'))).toBe('Python [test]ing, untested')
    expect(shown(splitWords('C++ and a.b', 'c++ a.b'))).toBe('[C++] and [a.b]')
    expect(shown(splitWords('Überblick', 'über'))).toBe('[Über]blick')
    expect(shown(splitWords('anything', ' '))).toBe('anything')
  })

  it('come from the host as pairs of stars', () => {
    expect(shown(splitMarks('narrowest **scope** that is **fast**'))).toBe('narrowest [scope] that is [fast]')
    expect(shown(splitMarks('**scope**'))).toBe('[scope]')
  })
})

describe('words', () => {
  it('fit beginnings in any order', () => {
    expect(matchesWords('Clear the log', 'log cl')).toBe(true)
    expect(matchesWords('Clear the log', 'lear')).toBe(false)
    expect(matchesWords('Clear the log', '')).toBe(true)
  })
})
