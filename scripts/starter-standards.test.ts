import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../src-shared/tokens.ts'
import { rulesOf, STARTER_DOCUMENTS, type StarterDocument } from './starter-documents.ts'

/** Of a document without its front matter. */
const MAX_TOKENS = 1_000
const MAX_MEAN_TOKENS = 900

/** A prohibition that gives its reason: "Never X: because Y. Use Z." */
const PROHIBITION = /^Never .+?: ./

const tokensOf = ({ body }: StarterDocument) => estimateTokens(body)

/** The sentences of a rule. A full stop inside code or before a small letter ends none. */
function sentencesOf(rule: string): number {
  return rule.replace(/`[^`]*`/g, 'code').split(/[.!?] (?=[A-Z(]|code)/).length
}

/** One sentence, or a prohibition with its reason and what to use. */
const isOneRule = (rule: string) => sentencesOf(rule) <= (PROHIBITION.test(rule) ? 2 : 1)

describe.each(STARTER_DOCUMENTS.map((document) => [document.id, document] as const))('%s', (id, document) => {
  const { parsed, text, body } = document

  it('has a front matter that says what it is for, where it applies and what it was checked with', () => {
    expect(parsed.problems).toEqual([])
    expect(parsed.title.length).toBeGreaterThan(2)
    expect(parsed.description).toMatch(/^[A-Z].{20,160}\.$/)
    expect(parsed.tags.length).toBeGreaterThanOrEqual(8)
    expect(parsed.tags.filter((tag) => !/^[\w+#.-]+$/.test(tag))).toEqual([])
    expect(new Set(parsed.tags).size).toBe(parsed.tags.length)
    expect(parsed.globs.length).toBeGreaterThan(0)
    expect(parsed.extra).toHaveProperty('checkedWith', expect.stringMatching(/\S/))
    expect(String(parsed.updatedAt) >= String(parsed.createdAt)).toBe(true)
    expect(parsed.language === null).toBe(id.startsWith('general/'))
    expect(parsed.domain?.rule).toBe('front matter')
  })

  it('has its title as the only first heading, and headings that differ', () => {
    const headings = parsed.sections.filter(({ level }) => level > 0)
    expect(headings.filter(({ level }) => level === 1).map(({ heading }) => heading)).toEqual([parsed.title])
    expect(new Set(headings.map(({ heading }) => heading)).size).toBe(headings.length)
    expect(headings.at(-1)?.heading).toBe('Checklist')
  })

  it(`takes at most ${MAX_TOKENS} tokens`, () => {
    expect(tokensOf(document)).toBeLessThanOrEqual(MAX_TOKENS)
  })

  it('has rules of one line, nearly all of one sentence, each once', () => {
    const rules = rulesOf(document)
    expect(rules.length).toBeGreaterThanOrEqual(12)
    expect(new Set(rules).size).toBe(rules.length)
    const long = rules.filter((rule) => !isOneRule(rule))
    expect(long.length / rules.length, long.join('\n')).toBeLessThanOrEqual(0.2)
    // A rule that runs over a line would leave an indented rest.
    expect(body.replace(/^```.*?^```$/gms, '').match(/^ {2}\S.*$/gm)).toBeNull()
    expect(rules.filter((rule) => rule.startsWith('Never ') && !PROHIBITION.test(rule))).toEqual([])
  })

  it('has a short checklist that is not its rules again', () => {
    expect(parsed.checklist.length).toBeGreaterThanOrEqual(4)
    expect(parsed.checklist.length).toBeLessThanOrEqual(7)
    const rules = new Set(rulesOf(document))
    expect(parsed.checklist.filter((item) => rules.has(item.text) || item.text.length > 90)).toEqual([])
  })

  it('closes each fenced block, has a language on it, and ends with a line end', () => {
    expect((text.match(/^```/gm) ?? []).length % 2).toBe(0)
    expect(text).toMatch(/[^\n]\n$/)
    expect(parsed.examples.filter(({ language }) => language === '')).toEqual([])
    expect(text.match(/^(?:Avoid|Prefer)\b.*:$/gm)).toBeNull()
  })

  it.runIf(parsed.domain?.value === 'security' || parsed.domain?.value === 'error-handling')(
    'forbids with reasons',
    () => {
      const rules = rulesOf(document)
      expect(rules.filter((rule) => PROHIBITION.test(rule)).length / rules.length).toBeGreaterThanOrEqual(0.4)
    },
  )
})

it('covers every topic of five languages, and has titles of their own', () => {
  const topics = ['architecture', 'patterns', 'performance', 'security', 'testing']
  const languages = ['go', 'javascript', 'python', 'rust', 'typescript']
  const ids = STARTER_DOCUMENTS.map(({ id }) => id)
  expect(ids).toEqual(
    expect.arrayContaining(languages.flatMap((language) => topics.map((topic) => `${language}/${topic}.md`))),
  )
  expect(new Set(STARTER_DOCUMENTS.map(({ parsed }) => parsed.title)).size).toBe(ids.length)
})

it(`has at most ${MAX_MEAN_TOKENS} tokens a document on average`, () => {
  const all = STARTER_DOCUMENTS.map(tokensOf).reduce((sum, tokens) => sum + tokens, 0)
  expect(all / STARTER_DOCUMENTS.length).toBeLessThanOrEqual(MAX_MEAN_TOKENS)
})

it('states no rule in two documents that apply to the same file', () => {
  const seen = new Map<string, StarterDocument>()
  const repeated: string[] = []
  for (const document of STARTER_DOCUMENTS)
    for (const rule of rulesOf(document)) {
      const other = seen.get(rule)
      const languages = [other?.parsed.language?.value, document.parsed.language?.value]
      if (other !== undefined && (languages[0] === languages[1] || languages.includes(undefined)))
        repeated.push(`${other.id} and ${document.id}: ${rule}`)
      seen.set(rule, document)
    }
  expect(repeated).toEqual([])
})

it('uses the usual terms', () => {
  const unusual =
    /\b(?:outside (?:text|data|names?|numbers?)|foreign (?:data|text|http|files?)|processor-bound|time limits?|borders? of the)\b/i
  const found = STARTER_DOCUMENTS.flatMap((document) =>
    rulesOf(document)
      .filter((rule) => unusual.test(rule))
      .map((rule) => `${document.id}: ${rule}`),
  )
  expect(found).toEqual([])
})
