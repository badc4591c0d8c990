import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const LANGUAGES = ['go', 'javascript', 'python', 'rust', 'typescript']
const DOMAINS = ['architecture', 'patterns', 'performance', 'security', 'testing']

const root = join(import.meta.dirname, 'starter-standards')
const ids = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.split(sep).join('/'))
  .sort()

interface Outline {
  readonly headings: readonly { readonly level: number; readonly text: string }[]
  readonly fences: readonly string[]
  readonly tasks: number
  readonly open: boolean
}

/** Headings, languages of fences and task items of a markdown body; `open` when its last fence is not closed. */
function outline(body: string): Outline {
  const headings: { level: number; text: string }[] = []
  const fences: string[] = []
  let tasks = 0
  let open = false
  for (const line of body.split('\n')) {
    const fence = /^```(.*)$/.exec(line)
    if (fence) {
      if (!open) fences.push(fence[1]!)
      open = !open
    } else if (!open) {
      const heading = /^(#{1,6}) (.+)$/.exec(line)
      if (heading) headings.push({ level: heading[1]!.length, text: heading[2]! })
      else if (line.startsWith('- [ ] ')) tasks += 1
    }
  }
  return { headings, fences, tasks, open }
}

function read(id: string) {
  const text = readFileSync(join(root, id), 'utf8')
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text)
  expect(match, 'front matter at the start of the file').not.toBeNull()
  const yaml = match![1]!
  return {
    text,
    yaml,
    matter: parse(yaml) as Record<string, unknown>,
    ...outline(text.slice(match![0].length)),
  }
}

describe('starter standards', () => {
  it('cover every language and domain', () => {
    const pairs = LANGUAGES.flatMap((language) => DOMAINS.map((domain) => `${language}/${domain}.md`))
    expect(ids).toEqual(expect.arrayContaining(pairs))
    expect(ids.filter((id) => id.startsWith('general/')).length).toBeGreaterThanOrEqual(6)
  })

  it('have titles of their own', () => {
    const titles = ids.map((id) => read(id).matter.title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  describe.each(ids)('%s', (id) => {
    const [folder = '', file = ''] = id.split('/')

    it('has complete front matter', () => {
      const { yaml, matter } = read(id)
      const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(yaml).not.toContain('\t')
      expect(matter).toEqual({
        title: expect.stringMatching(/\S/),
        description: expect.stringMatching(/^[A-Z].*\.$/),
        tags: expect.any(Array),
        domain: file.replace('.md', ''),
        ...(folder === 'general' ? {} : { language: folder }),
        createdAt: iso,
        updatedAt: iso,
      })
      const tags = matter.tags as unknown[]
      expect(tags.length).toBeGreaterThanOrEqual(3)
      expect(tags.length).toBeLessThanOrEqual(6)
      expect(tags.every((tag) => typeof tag === 'string')).toBe(true)
    })

    it('has one title, sections, examples and a checklist', () => {
      const { matter, headings, fences, tasks, open } = read(id)
      expect(headings.filter((heading) => heading.level === 1)).toEqual([{ level: 1, text: matter.title }])
      expect(headings.at(-1)).toEqual({ level: 2, text: 'Checklist' })
      expect(headings.length).toBeGreaterThanOrEqual(6)
      expect(open, 'a fence is not closed').toBe(false)
      expect(fences.length).toBeGreaterThanOrEqual(2)
      expect(fences, 'every fence names its language').not.toContain('')
      expect(tasks).toBeGreaterThanOrEqual(6)
      expect(tasks).toBeLessThanOrEqual(12)
    })

    it('is short enough to be read', () => {
      const { text } = read(id)
      expect(text.endsWith('\n')).toBe(true)
      expect(text.split('\n').length).toBeLessThan(200)
    })
  })
})
