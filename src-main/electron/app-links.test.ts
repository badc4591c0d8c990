import { describe, expect, it } from 'vitest'
import { checkExternalLink, readLink } from './app-links.ts'

describe('readLink', () => {
  it.each([
    ['plumbline://standards/go/testing.md', '/standards/go/testing.md'],
    ['plumbline://standards/go/testing.md#tables', '/standards/go/testing.md#tables'],
    ['PLUMBLINE://standards/go/testing.md', '/standards/go/testing.md'],
    ['plumbline://standards/a%20b/c%23d.md#%C3%A4', '/standards/a%20b/c%23d.md#%C3%A4'],
    ['plumbline://standards/ä/ü.md', '/standards/%C3%A4/%C3%BC.md'],
  ])('%s leads to %s', (link, path) => expect(readLink(link)).toBe(path))

  it.each([
    'plumbline://standards/',
    'plumbline://standards',
    'plumbline://settings',
    'plumbline://standards/go/../../secret.md',
    'plumbline://standards/go/%2e%2e/secret.md',
    'plumbline://standards//etc/passwd',
    'plumbline://standards/go/testing.md?edit=1',
    'plumbline://standards/%',
    'plumbline:standards/go/testing.md',
    'https://standards/go/testing.md',
    '',
  ])('%s leads nowhere', (link) => expect(readLink(link)).toBeNull())
})

describe('checkExternalLink', () => {
  it('allows the exact links of Plumbline, and no similar ones', () => {
    const own = [
      'vscode:mcp/install?%7B%22name%22%3A%22plumbline%22%7D',
      'cursor://install?name=plumbline&config=e30%3D',
    ]
    for (const link of own) expect(checkExternalLink(link, () => own)).toBe(link)
    expect(checkExternalLink('cursor://install?name=plumbline&config=e31%3D', () => own)).toBeNull()
    expect(checkExternalLink('cursor://install', () => own)).toBeNull()
  })

  it.each([
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['HTTP://EXAMPLE.ORG', 'http://example.org/'],
    ['mailto:team@example.org', 'mailto:team@example.org'],
  ])('%s may be opened', (url, opened) => expect(checkExternalLink(url)).toBe(opened))

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ms-msdt:/id',
    'vscode://file/etc/passwd',
    'plumbline://standards/a.md',
    'app://plumbline/',
    '\\\\host\\share',
    'C:\\Windows\\System32\\calc.exe',
    '/bin/sh',
    '',
  ])('%s may not', (url) => expect(checkExternalLink(url)).toBeNull())
})
