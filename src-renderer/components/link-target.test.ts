import { describe, expect, it } from 'vitest'
import { linkTarget } from './link-target.ts'

const from = 'python/testing.md'

describe('a link in a standard', () => {
  it.each(['https://example.org/a', 'HTTP://example.org', 'mailto:team@example.org'])(
    '%s leads outside',
    (href) => expect(linkTarget(href, from)).toEqual({ kind: 'outside', href }),
  )

  it.each([
    ['errors.md', 'python/errors.md', ''],
    ['./errors.md#Own%20types', 'python/errors.md', 'Own types'],
    ['../go/errors.md', 'go/errors.md', ''],
    ['a%20b.md', 'python/a b.md', ''],
    ['standard:///go/errors.md#wrapping', 'go/errors.md', 'wrapping'],
  ])('%s leads to a standard', (href, id, section) =>
    expect(linkTarget(href, from)).toEqual({ kind: 'standard', id, section }),
  )

  it('can lead to a section of the same standard', () => {
    expect(linkTarget('#fixtures', from)).toEqual({ kind: 'here', section: 'fixtures' })
  })

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    '//example.org/x.md',
    '\\\\host\\x.md',
    '/etc/x.md',
    '../../x.md',
    'picture.png',
    'https://',
    '',
  ])('%j leads nowhere', (href) => expect(linkTarget(href, from)).toEqual({ kind: 'dead' }))
})
