import { describe, expect, it } from 'vitest'
import { writeInstructions } from './instructions.ts'

const topic = (language: string | null, domain: string | null) => ({ language, domain, standards: 1 })

describe('writeInstructions', () => {
  it('says in the first line when to call what, and what the library has', () => {
    const text = writeInstructions([topic('go', 'testing'), topic('python', 'security'), topic('go', null)])
    const [first = ''] = text.split('\n')
    expect(first).toContain('Before the first edit of a file, call standards_for')
    expect(first).toContain('(go, python)')
    for (const tool of ['get_stdlib', 'search_standards', 'get_standard', 'get_checklist']) {
      expect(text).toContain(tool)
    }
  })
  it('lists pairs, commonest first, with those of every language', () => {
    const topics = [
      topic('python', 'testing'),
      topic(null, 'git'),
      topic('python', 'security'),
      topic('go', null),
    ]
    expect(writeInstructions(topics)).toContain('python: testing, security; every language: git; go.')
  })
  it('stays under 1,500 bytes whatever the library has', () => {
    for (const length of [1, 10, 40, 200, 1_000]) {
      const topics = Array.from({ length: 500 }, (_, at) =>
        topic(`${at}`.padEnd(length, 'ü'), `${at}`.padEnd(length, 'ü')),
      )
      expect(Buffer.byteLength(writeInstructions(topics))).toBeLessThan(1_500)
    }
    expect(writeInstructions([])).not.toContain('Topics')
    expect(writeInstructions([])).not.toContain('(')
  })
})
