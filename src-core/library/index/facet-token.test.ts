import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { facetExpression, facetTokens } from './facet-token.ts'

const value = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: fc.constantFrom('a', 'l', '0', 'x', '-', '+', 'é', '2', 'd') }),
)
const spelled = (text: string) => text.normalize('NFC').toLowerCase()

describe('facetTokens', () => {
  it('returns words of plain letters and digits', () => {
    fc.assert(
      fc.property(fc.option(value), fc.option(value), (language, domain) => {
        expect(facetTokens(language, domain)).toMatch(/^[a-z0-9]+(?: [a-z0-9]+)*$/)
      }),
    )
  })

  it('returns the same words for the same pair only', () => {
    fc.assert(
      fc.property(fc.tuple(value, value), fc.tuple(value, value), (a, b) => {
        const same = spelled(a[0]) === spelled(b[0]) && spelled(a[1]) === spelled(b[1])
        expect(
          facetTokens(...a)
            .split(' ')
            .at(-1) ===
            facetTokens(...b)
              .split(' ')
              .at(-1),
        ).toBe(same)
      }),
      { numRuns: 2000 },
    )
    expect(facetTokens('a', 'b0c')).not.toContain(facetTokens('a0b', 'c').split(' ')[2])
  })
})

describe('facetExpression', () => {
  it('returns null without a filter', () => {
    expect(facetExpression({})).toBeNull()
  })

  it('matches the words of facetTokens', () => {
    const [language, domain, topic] = facetTokens('c++', 'api-design').split(' ')
    const [everyLanguage, , everyTopic] = facetTokens(null, 'api-design').split(' ')
    expect(facetExpression({ language: 'c++' })).toBe(`facets : ("${language}" OR "${everyLanguage}")`)
    expect(facetExpression({ domain: 'api-design' })).toBe(`facets : "${domain}"`)
    expect(facetExpression({ language: 'c++', domain: 'api-design' })).toBe(
      `facets : ("${topic}" OR "${everyTopic}")`,
    )
  })
})
