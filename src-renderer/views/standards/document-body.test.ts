import { describe, expect, it } from 'vitest'
import { checklistOf, documentBody } from './document-body.ts'

const text = '---\ntitle: T\n---\n\n# Top\n\nIntro.\n\n## Part\n\nText.\n'
const section = (level: number, heading: string, line: number, at: string) => ({
  level,
  heading,
  line,
  slug: heading.toLowerCase(),
  start: text.indexOf(at),
  stop: 0,
})

describe('the body of a standard', () => {
  it('has no front matter and no first heading, and its sections are found by line', () => {
    const sections = [section(1, 'Top', 5, '# Top'), section(2, 'Part', 9, '## Part')]
    const body = documentBody({ text, bodyStart: 17, sections, title: 'T' })
    expect(body).toMatchObject({ heading: 'Top', headingSlug: 'top' })
    expect(body.text).toBe('\n\n\nIntro.\n\n## Part\n\nText.\n')
    expect(body.text.split('\n')[5]).toBe('## Part')
    expect(body.slugs.get(6)).toBe('part')
  })

  it('is found in a text with CR line ends', () => {
    const old = '# Top\r\rIntro.\r## Part\r'
    const sections = [{ level: 1, heading: 'Top', line: 1, slug: 'top', start: 0, stop: 0 }]
    expect(documentBody({ text: old, bodyStart: 0, sections, title: 'T' }).text).toBe('\r\rIntro.\r## Part\r')
  })

  it('keeps a heading below other text, with the title as its heading', () => {
    const sections = [section(2, 'Part', 9, '## Part')]
    const body = documentBody({ text, bodyStart: 17, sections, title: 'T' })
    expect(body).toMatchObject({ heading: 'T', headingSlug: null })
    expect(body.text).toContain('# Top')
  })

  it('has a checklist without items in fenced code', () => {
    expect(checklistOf('- [ ] one\n```\n- [ ] no\n```\n  * [x] two\r\n- three\n1. [ ] four')).toBe(
      '- [ ] one\n  * [x] two\n1. [ ] four',
    )
  })
})
