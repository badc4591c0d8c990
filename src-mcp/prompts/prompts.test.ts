import type { PromptMessage } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../testing/indexed-library.ts'
import { InvalidParams, ToolFailure } from '../tools/tool-failure.ts'
import { LIBRARY_PROMPTS } from './registry.ts'

let temp: IndexedLibrary
beforeAll(async () => {
  temp = await openIndexedLibrary({
    ...SAMPLE,
    'rust/errors.md': `# Rust errors\n\n${'Never panic in a library.\n'.repeat(5_000)}`,
    'rust/testing.md': '# Rust testing\n\nUse cargo.\n',
  })
})
afterAll(() => temp.close())

function get(name: string, args: Record<string, string>, links = true) {
  const prompt = LIBRARY_PROMPTS.find((prompt) => prompt.name === name)
  if (prompt === undefined) throw new Error(`no prompt ${name}`)
  return prompt.get(temp.core.library, args, { links }).messages
}

const uris = (messages: readonly PromptMessage[]) =>
  messages.flatMap(({ content }) => (content.type === 'resource' ? [content.resource.uri] : []))
const links = (messages: readonly PromptMessage[]) =>
  messages.flatMap(({ content }) => (content.type === 'resource_link' ? [content.uri] : []))
const text = (messages: readonly PromptMessage[]) =>
  messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n')

describe('every prompt', () => {
  it('has a title, and arguments that say what they are', () => {
    for (const { entry } of LIBRARY_PROMPTS) {
      expect(entry.title).toBeTruthy()
      for (const argument of entry.arguments ?? []) expect(argument.description).toBeTruthy()
    }
    expect(Buffer.byteLength(JSON.stringify(LIBRARY_PROMPTS.map(({ entry }) => entry)))).toBeLessThan(3_000)
  })

  it('rejects a missing, an empty and an unknown argument with a sentence', () => {
    expect(() => get('apply-standards', {})).toThrow(InvalidParams)
    expect(() => get('review-against-standards', { language: '  ' })).toThrow(/needs the argument "language"/)
    expect(() => get('write-a-standard', { topic: 'x', subject: 'y' })).toThrow(
      /no argument "subject"\. It takes topic, language \(optional\)/,
    )
    const evil = JSON.parse('{"language":"python","__proto__":"x"}')
    expect(() => get('apply-standards', evil)).toThrow(/no argument "__proto__"/)
    expect(() => get('apply-standards', { language: 'x'.repeat(300_000) })).toThrow(/too long|over/)
  })

  it('names what there is when a word means nothing', () => {
    expect(() => get('apply-standards', { language: 'klingon' })).toThrow(ToolFailure)
    expect(() => get('apply-standards', { language: 'klingon' })).toThrow(/It has: go, python, rust/)
  })
})

describe('apply-standards', () => {
  it('brings the best standard first, then those for every language', () => {
    const messages = get('apply-standards', { language: 'py', domain: 'tests', task: 'Write a parser.' })
    expect(uris(messages)[0]).toBe('standard:///python/testing.md')
    expect(text(messages)).toContain('testing in python')
    expect(text(messages)).toContain('Write a parser.')
    expect(uris(get('apply-standards', { language: 'python' }))).toEqual([
      'standard:///python/security.md',
      'standard:///python/testing.md',
      'standard:///review.md',
    ])
  })

  it('narrows to a tag', () => {
    expect(uris(get('apply-standards', { language: 'python', tag: 'pytest' }))).toEqual([
      'standard:///python/testing.md',
    ])
  })

  it('links what there is no room for, as text for clients that know no links', () => {
    const messages = get('apply-standards', { language: 'rust' })
    expect(uris(messages)).toEqual(['standard:///rust/testing.md', 'standard:///review.md'])
    expect(links(messages)).toEqual(['standard:///rust/errors.md'])
    const old = get('apply-standards', { language: 'rust' }, false)
    expect(links(old)).toEqual([])
    expect(text(old)).toContain('- rust/errors.md: Rust errors')
  })

  it('says so when there is none', () => {
    const messages = get('apply-standards', { language: 'python', tag: 'nothing-has-it' })
    expect(uris(messages)).toEqual([])
    expect(text(messages)).toContain('no standard on python, tagged "nothing-has-it" yet')
  })
})

describe('review-against-standards', () => {
  it('carries the code in a fence that it cannot end', () => {
    const code = 'print(1)\n````\n```'
    const messages = get('review-against-standards', { language: 'python', code })
    expect(text(messages)).toContain(`\`\`\`\`\`\n${code}\n\`\`\`\`\``)
    expect(uris(messages)).toHaveLength(3)
  })

  it('names the files', () => {
    expect(text(get('review-against-standards', { language: 'go', path: 'main.go' }))).toContain('main.go')
  })
})

describe('write-a-standard', () => {
  it('gives the form, and what comes near', () => {
    const messages = get('write-a-standard', { topic: 'fixtures in tests', language: 'py' })
    expect(text(messages)).toContain('language: python')
    expect(uris(messages)).toContain('standard:///python/testing.md')
  })

  it('may be the first of its language', () => {
    const messages = get('write-a-standard', { topic: 'zzz', language: 'Klingon', domain: 'Poetry' })
    expect(text(messages)).toContain('language: klingon')
    expect(text(messages)).toContain('nothing near this topic')
  })
})
