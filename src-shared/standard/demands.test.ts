import { describe, expect, it } from 'vitest'
import { demandsOf } from './demands.ts'
import { parse } from './parse.ts'

function read(text: string) {
  const { sections } = parse(text, 'a.md')
  const demands = demandsOf(text, sections)
  for (const { start, stop } of demands) expect(text.slice(start, stop).trim()).not.toBe('')
  return demands.map(({ text, strength, section }) => [strength, text, sections[section]?.heading])
}

describe('demandsOf', () => {
  it('reads list items of any kind, with their continuation lines and their section', () => {
    expect(
      read(
        '# A\n\n- Use `x`\n  in each file.\n* Never sleep.\n1. You may skip it.\n\n## B\n\n- [ ] Every bug has a test\n',
      ),
    ).toEqual([
      ['should', 'Use `x` in each file.', 'A'],
      ['must', 'Never sleep.', 'A'],
      ['may', 'You may skip it.', 'A'],
      ['should', 'Every bug has a test', 'B'],
    ])
  })
  it('reads sentences that demand something, and no others', () => {
    expect(
      read('# A\n\nThis is about a.b files. Names must be short, e.g. `x.y`. They often are!\n'),
    ).toEqual([['must', 'Names must be short, e.g. `x.y`.', 'A']])
  })
  it('leaves out code, quotes, tables, headings, links and introductions', () => {
    const text = [
      '# You must read this',
      '',
      '```sh',
      '- never this',
      '```',
      '> You must not',
      '| must | never |',
      '- [Testing](testing.md)',
      '- See the guide.',
      'You must do:',
      '',
      '~~~',
      '```',
      '- never',
      '~~~',
    ].join('\n')
    expect(read(text)).toEqual([])
  })
  it('reads text before the first heading, and CRLF', () => {
    expect(read('- Always lint.\r\n- Prefer tabs.\r\n')).toEqual([
      ['must', 'Always lint.', ''],
      ['should', 'Prefer tabs.', ''],
    ])
  })
})
