import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { runs } from '../../testing/long.ts'
import { openTempIndex, type TempIndex } from '../../testing/temp-index.ts'
import type { FacetFilter, SearchResult } from './search.ts'

const FILES = {
  'python/testing.md':
    '---\ntags: [quality, Pytest]\n---\n# Python testing\n\nRun pytest.\n\n## Fixtures\n\nKeep each fixture small.\n',
  'python/security.md': '# Python security\n\nNever unpickle what a stranger sent. Testing helps.\n',
  'go/testing.md': '---\ntags: [quality]\n---\n# Go testing\n\nTable-driven tests with testify.\n',
  'code-review.md': '---\ndomain: code-review\n---\n# Reviewing\n\nBe kind. Check the tests.\n',
  'general/testing.md': '---\nlanguage: all\n---\n# Testing everywhere\n\nA test has one reason to fail.\n',
  'names.md':
    '# Names\n\n## Users\n\nCall `getUserName()` on it.\n\n## Snakes\n\nCall snake_case_name(1).\n\n## Dots\n\nWrite foo.bar() and node:fs.\n',
  'low.md':
    '# Low level\n\n## Plain\n\nWrite it in C, carefully.\n\n## Plus\n\nWrite it in C++17, carefully.\n\n## Sharp\n\nWrite it in C#, carefully.\n',
  'node/errors.md': '# Node.js error handling\n\nStreams emit an error event.\n',
  'ops/drain.md': '# Drain\n\nDrain the node on error before handling of streams.\n',
  'cjk/kanji.md':
    '# 日本語の標準\n\nすべての関数には単体テストが必要です。\n\n## API設計\n\nREST接口要保持一致。\n',
  'cjk/hangul.md': `# ${'코드 검토'.normalize('NFD')}\n\n모든 변경은 검토를 받습니다.\n`,
  'accents.md': '# Café\n\nUn résumé naïve über Größe, año. Cafe\u0301teria.\n',
  'ranking/body.md': '# Other\n\nA word on throttling, and throttling again, throttling.\n',
  'ranking/heading.md': '# Another\n\nText.\n\n## Throttling\n\nSlow down.\n',
  'crypto.md':
    '---\ntags: [Ärger]\n---\n# Secrets at rest\n\nEncrypt with a managed key; nesting keys is fine.\n',
  'order/both.md': '# Both\n\nAlpha here and omega there.\n',
  'order/one.md': '# One\n\nAlpha alpha alpha alpha.\n',
}

const index: TempIndex = openTempIndex(FILES)
afterAll(() => index.close())

function search(query: string, filter: FacetFilter = {}, limit = 20): SearchResult {
  return index.reader.search(query, { filter, limit })
}

/** Returns `<id>#<heading>` of each hit. */
function found(query: string, filter: FacetFilter = {}): string[] {
  return search(query, filter).matches.map(({ doc, ordinal }) => {
    const heading = index.reader.text(doc)?.sections[ordinal]?.heading
    return `${index.reader.byDoc(doc)?.id}#${heading}`
  })
}

const ids = (query: string, filter: FacetFilter = {}) =>
  [...new Set(found(query, filter).map((hit) => hit.replace(/#.*/, '')))].sort()

describe('search', () => {
  it.each([
    ['語', 'cjk/kanji.md#日本語の標準'],
    ['日本', 'cjk/kanji.md#日本語の標準'],
    ['単体テ', 'cjk/kanji.md#日本語の標準'],
    ['API設計', 'cjk/kanji.md#API設計'],
    ['REST接口', 'cjk/kanji.md#API設計'],
    ['接口 REST', 'cjk/kanji.md#API設計'],
    ['검토', 'cjk/hangul.md#코드 검토'],
    ['코드', 'cjk/hangul.md#코드 검토'],
  ])('finds %s', (query, hit) => {
    expect(found(query).map((id) => id.normalize('NFC'))).toContain(hit)
  })

  it('finds CJK characters in the given order only', () => {
    expect(found('本日')).toEqual([])
  })

  it.each([
    ['getUserName', 'names.md#Users'],
    ['user name', 'names.md#Users'],
    ['username getUserName()', 'names.md#Users'],
    ['snake_case_name', 'names.md#Snakes'],
    ['snake_case', 'names.md#Snakes'],
    ['snake case', 'names.md#Snakes'],
    ['foo.bar()', 'names.md#Dots'],
    ['foo.bar', 'names.md#Dots'],
    ['bar', 'names.md#Dots'],
    ['node:fs', 'names.md#Dots'],
  ])('finds the identifier by %s', (query, hit) => {
    expect(found(query)[0]).toBe(hit)
  })

  it('distinguishes C, C++ and C#', () => {
    expect(found('C carefully')[0]).toBe('low.md#Plain')
    expect(found('C++ carefully')[0]).toBe('low.md#Plus')
    expect(found('c++')).toEqual(['low.md#Plus'])
    expect(found('C#')).toEqual(['low.md#Sharp'])
  })

  it.each([
    'resume',
    'résumé',
    'RÉSUMÉ',
    're\u0301sume\u0301',
    'naive',
    'uber',
    'grosse café',
    'ano',
    'caféteria',
  ])('finds %s whatever the accents', (query) => {
    expect(ids(query)).toContain('accents.md')
  })

  it.each(['node error handling', 'node streams', 'node js streams', 'Node.js streams'])(
    'finds Node.js by its plain name: %s',
    (query) => {
      expect(ids(query)).toContain('node/errors.md')
    },
  )

  it.each(['test', 'tests', 'testing', 'tested'])('finds %s in its other forms', (query) => {
    expect(ids(query)).toEqual(
      expect.arrayContaining(['python/testing.md', 'go/testing.md', 'general/testing.md', 'code-review.md']),
    )
  })

  it('finds sections with any word, those with every word first', () => {
    expect(found('alpha omega')).toEqual(['order/both.md#Both', 'order/one.md#One'])
    expect(ids('alpha zebra')).toEqual(['order/both.md', 'order/one.md'])
  })

  it.each([
    ['alpha omega', false],
    ['alpha zebra', false],
    ['alpha zebra quagga', true],
    ['zebra', true],
    ['what about it', false],
  ])('knows whether a section has half of the telling words of %s', (query, isGap) => {
    expect(search(query).isGap).toBe(isGap)
  })

  it('prefers the language that the question or the filter names', () => {
    expect(found('tests in go')[0]).toBe('go/testing.md#Go testing')
    expect(found('tests', { language: 'go' })[0]).toBe('go/testing.md#Go testing')
    expect(found('What do our standards say about testing in Python?')[0]).toMatch(/^python\/testing.md/)
  })

  it('finds acronyms, British spellings and words of other languages', () => {
    const own = openTempIndex({
      'csrf.md': '# Cross-site request forgery\n\nUse a token.\n',
      'colour.md': '# Color contrast\n\nDark on light.\n',
      'errors.md': '# Error handling\n\nOnce.\n',
    })
    const first = (query: string) => {
      const [match] = own.reader.search(query, { limit: 5 }).matches
      return match && own.reader.byDoc(match.doc)?.id
    }
    expect(first('CSRF')).toBe('csrf.md')
    expect(first('colour')).toBe('colour.md')
    expect(first('Fehlerbehandlung')).toBe('errors.md')
    expect(first('如何处理错误')).toBe('errors.md')
    own.close()
  })

  it('does not fill the first page with one standard', () => {
    const sections = Array.from({ length: 20 }, (_, at) => `## Backpressure ${at}\n\nBackpressure.`)
    const own = openTempIndex({
      'long.md': `# Backpressure\n\n${sections.join('\n\n')}\n`,
      'short.md': '# Backpressure of queues\n\nSlow down the sender.\n',
    })
    const { matches } = own.reader.search('backpressure', { limit: 12 })
    expect(matches.map(({ doc }) => own.reader.byDoc(doc)?.id)).toContain('short.md')
    own.close()
  })

  it.each(['encry', 'encryp', 'nest', 'nesti', 'nestin', 'manage', 'managed ke'])(
    'finds %s as an incomplete word',
    (query) => {
      expect(ids(query)).toEqual(['crypto.md'])
    },
  )

  it('ignores the filler words of a question', () => {
    expect(ids('what should we do with our managed secrets')[0]).toBe('crypto.md')
    expect(ids('where is unpickle what').length).toBe(1)
  })

  it('matches the last word as a prefix from three letters on', () => {
    expect(ids('throt')).toEqual(['ranking/body.md', 'ranking/heading.md'])
    expect(found('slow throt')[0]).toBe('ranking/heading.md#Throttling')
    expect(ids('th')).toEqual([])
  })

  it('ranks headings above bodies and titles above both', () => {
    expect(found('throttling')[0]).toBe('ranking/heading.md#Throttling')
    expect(found('security')[0]).toBe('python/security.md#Python security')
    expect(found('python testing')[0]).toBe('python/testing.md#Python testing')
    const { matches } = search('testing')
    expect(matches.map((match) => match.score)).toEqual(
      matches.map((match) => match.score).sort((a, b) => b - a),
    )
  })

  it('finds a standard by its path, its tags and its title in every section', () => {
    expect(found('fixtures pytest')[0]).toBe('python/testing.md#Fixtures')
    expect(ids('quality')).toEqual(['go/testing.md', 'python/testing.md'])
    expect(found('python fixture')[0]).toBe('python/testing.md#Fixtures')
  })

  it('filters by language, including standards of every language', () => {
    expect(ids('testing', { language: 'python' })).toEqual(
      ['code-review.md', 'general/testing.md', 'python/security.md', 'python/testing.md'].sort(),
    )
    expect(ids('testing', { language: 'cobol' })).toEqual(['code-review.md', 'general/testing.md'])
  })

  it('filters by domain, with and without a language', () => {
    expect(ids('testing', { domain: 'testing' })).toEqual([
      'general/testing.md',
      'go/testing.md',
      'python/testing.md',
    ])
    expect(ids('testing', { language: 'go', domain: 'testing' })).toEqual([
      'general/testing.md',
      'go/testing.md',
    ])
    expect(ids('testing', { domain: 'nothing' })).toEqual([])
  })

  it('filters by tag, in any case', () => {
    expect(ids('testing', { tag: 'QUALITY' })).toEqual(['go/testing.md', 'python/testing.md'])
    expect(ids('testing', { tag: 'pytest', language: 'python' })).toEqual(['python/testing.md'])
    expect(ids('testing', { tag: 'pytest', language: 'go' })).toEqual([])
    expect(ids('managed', { tag: 'Ärger' })).toEqual(['crypto.md'])
    expect(ids('managed', { tag: 'ärger' })).toEqual(['crypto.md'])
  })

  it('does not match the words of facets', () => {
    for (const query of ['zlall0', 'zlpython0', 'zdtesting0', 'facets']) expect(ids(query)).toEqual([])
  })

  it('counts all matches regardless of the limit', () => {
    const all = search('testing')
    const limited = search('testing', {}, 1)
    expect(limited.matches).toEqual(all.matches.slice(0, 1))
    expect(limited.total).toBe(all.total)
    expect(all).toMatchObject({ total: all.matches.length, totalCapped: false })
  })

  it('completes ids in any case, also beyond A to Z', () => {
    const own = openTempIndex({ 'Übersicht.md': '# A\n', 'Правила/Тесты.md': '# B\n', 'README.md': '# C\n' })
    const complete = (text: string) => own.reader.idsContaining(text, 5)
    expect(complete('über')).toEqual(['Übersicht.md'])
    expect(complete('Прав')).toEqual(['Правила/Тесты.md'])
    expect(complete('тест')).toEqual(['Правила/Тесты.md'])
    expect(complete('read')).toEqual(['README.md'])
    expect(own.reader.countIdsContaining('ÜBER')).toBe(1)
    own.close()
  })

  it('returns every section once', () => {
    for (const query of ['testing', 'test', 'fix', 'throttl', 'C++']) {
      const hits = found(query)
      expect(new Set(hits).size).toBe(hits.length)
    }
  })

  it.each([
    'stranger"',
    '"unpickle stranger',
    'stranger*',
    'NEAR(stranger unpickle)',
    '-stranger',
    'stranger OR',
    'OR stranger',
    'AND stranger NOT',
    'body:stranger',
    '{heading context}: stranger',
    '^stranger',
    '((stranger',
    "stranger'; DROP TABLE fts; --",
    'stranger\0',
    '\ud800 stranger',
    'stranger \udfff',
    `stranger ${'('.repeat(100_000)}`,
    `stranger ${'word '.repeat(20_000)}`,
  ])('finds the words in %j', (query) => {
    expect(ids(query)).toContain('python/security.md')
  })

  it.each(['', '"', '*', '- - -', '\0\0', '\ud800', '%%%', '\u0301', '²', '_', '::', 'x'.repeat(100_000)])(
    'finds nothing and throws nothing at %j',
    (query) => {
      expect(ids(query)).toEqual([])
    },
  )

  it('never throws', () => {
    const hostile = fc.array(
      fc.constantFrom(
        '"',
        '*',
        '(',
        ')',
        'NEAR',
        ' ',
        'AND',
        'OR',
        'NOT',
        ':',
        '^',
        '-',
        '+',
        '{',
        '}',
        ',',
        'a',
        '\0',
      ),
    )
    const query = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      hostile.map((parts) => parts.join('')),
    )
    const filter = fc.record(
      { language: fc.string({ unit: 'binary' }), domain: fc.string({ unit: 'binary' }), tag: fc.string() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(query, filter, (text, narrowed) => {
        search(text, narrowed)
      }),
      { numRuns: runs(600) },
    )
  })

  it('finds a document by a rare word', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdefgxyzéüñßøжλ日本한ㄱक'),
      minLength: 3,
      maxLength: 12,
    })
    const glue = fc.constantFrom('', '.', '_', '()', '"', '-', '++', '/', '`', '、')
    const rare = fc.tuple(letters, glue, letters).map(([a, sign, b]) => `q${a}${sign}${b}`)
    fc.assert(
      fc.property(rare, fc.boolean(), (word, upper) => {
        index.put({ 'rare/one.md': `# Some title\n\nWords before ${word} and behind.\n` })
        try {
          expect(ids(upper && !word.includes('ß') ? word.toUpperCase() : word)).toContain('rare/one.md')
        } finally {
          index.put({ 'rare/one.md': null })
        }
      }),
      { numRuns: runs(150) },
    )
  })
})
