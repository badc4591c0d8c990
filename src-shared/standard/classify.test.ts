import { describe, expect, it } from 'vitest'
import { classify } from './classify.ts'
import { DOMAINS, domainOf, LANGUAGES, languageOf } from './facet-lookup.ts'
import { stemOf } from './file-name.ts'

const of = (input: Partial<Parameters<typeof classify>[0]>) => {
  const { language, domain } = classify({ data: {}, path: 'x.md', tags: [], title: '', ...input })
  return [language && `${language.value} by ${language.rule}`, domain && `${domain.value} by ${domain.rule}`]
}
const ofPath = (path: string) => of({ path })
const ofTitle = (title: string) => of({ title })

describe('the alias tables', () => {
  it('contain no word twice', () => {
    for (const table of [LANGUAGES, DOMAINS]) {
      const words = Object.entries(table).flatMap(([name, aliases]) => [name, ...aliases])
      expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
      expect(words.filter((word) => word !== word.trim().toLowerCase() || /[\s_]/.test(word))).toEqual([])
    }
    expect(Object.keys(LANGUAGES).length).toBeGreaterThanOrEqual(30)
  })

  it.each([
    ['Python', 'python'],
    ['py', 'python'],
    ['golang', 'go'],
    ['GO', 'go'],
    ['js', 'javascript'],
    ['Node.js', 'javascript'],
    ['tsx', 'typescript'],
    ['rs', 'rust'],
    ['C#', 'csharp'],
    ['.NET', 'csharp'],
    ['c++', 'cpp'],
    ['C', 'c'],
    ['kt', 'kotlin'],
    ['rb', 'ruby'],
    ['bash', 'shell'],
    ['Objective C', 'objective-c'],
    [' sql ', 'sql'],
    ['klingon', null],
    ['', null],
    ['__proto__', null],
    ['constructor', null],
  ])('languageOf(%j) is %j', (word, name) => expect(languageOf(word)).toBe(name))

  it.each([
    ['tests', 'testing'],
    ['Unit Testing', 'testing'],
    ['perf', 'performance'],
    ['auth', 'security'],
    ['Error Handling', 'error-handling'],
    ['error_handling', 'error-handling'],
    ['exceptions', 'error-handling'],
    ['MCP', 'protocols'],
    ['json-rpc', 'protocols'],
    ['observability', 'logging'],
    ['db', 'databases'],
    ['docs', 'documentation'],
    ['CI/CD', 'deployment'],
    ['devops', 'deployment'],
    ['deps', 'dependencies'],
    ['async', 'concurrency'],
    ['a11y', 'accessibility'],
    ['design-patterns', 'patterns'],
    ['arch', 'architecture'],
    ['code review', 'code-review'],
    ['git', 'git-workflow'],
    ['config', 'configuration'],
    ['ui', 'frontend'],
    ['api', 'api-design'],
    ['soup', null],
    ['toString', null],
  ])('domainOf(%j) is %j', (word, name) => expect(domainOf(word)).toBe(name))
})

describe('stemOf', () => {
  it.each([
    ['a/b/mcp-protocol.md', 'mcp-protocol'],
    ['x.instructions.md', 'x'],
    ['x.mdc', 'x'],
    ['X.MARKDOWN', 'X'],
    ['node.js.md', 'node.js'],
    ['.md', '.md'],
    ['plain', 'plain'],
  ])('%s', (path, stem) => expect(stemOf(path)).toBe(stem))
})

describe('classify by front matter', () => {
  it('accepts aliases, and keeps words that no table has', () => {
    expect(of({ data: { language: 'Golang', domain: 'Unit Tests' } })).toEqual([
      'go by front matter',
      'testing by front matter',
    ])
    expect(of({ data: { language: 'My Lang', domain: 'Bread Baking' } })).toEqual([
      'my-lang by front matter',
      'bread-baking by front matter',
    ])
  })

  it.each(['all', 'Any', '*', 'general', 'common'])(
    'lets no weaker rule override language: %s',
    (language) => {
      expect(of({ data: { language }, path: 'python/testing.md', tags: ['go'], title: 'Rust' })).toEqual([
        null,
        'testing by path',
      ])
    },
  )

  it('uses the next rule when the key is empty', () => {
    expect(of({ data: { language: null, domain: '' }, path: 'python/testing.md' })).toEqual([
      'python by path',
      'testing by path',
    ])
  })

  it('uses the first of several values and reports a problem', () => {
    const { language, problems } = classify({
      data: { language: ['py', 'go'], domain: 'tests, perf' },
      path: 'x.md',
      tags: [],
      title: '',
    })
    expect(language).toEqual({ value: 'python', rule: 'front matter' })
    expect(problems.map(({ key, code }) => [key, code])).toEqual([
      ['language', 'language-several'],
      ['domain', 'domain-several'],
    ])
  })

  it.each([[{ a: 1 }], [true], [[['x']]]])('reports a wrong type: %j', (language) => {
    const { language: found, problems } = classify({
      data: { language },
      path: 'go/x.md',
      tags: [],
      title: '',
    })
    expect(found).toEqual({ value: 'go', rule: 'path' })
    expect(problems).toMatchObject([{ key: 'language', code: 'language-type', severity: 'warning' }])
  })
})

describe('classify by path', () => {
  it.each([
    ['python/mcp-protocol.md', ['python by path', 'protocols by path']],
    ['python/testing.md', ['python by path', 'testing by path']],
    ['testing/python.md', ['python by path', 'testing by path']],
    ['go/errors.md', ['go by path', 'error-handling by path']],
    ['python/js/x.md', ['python by path', null]],
    ['security/testing/x.md', [null, 'testing by path']],
    ['ts-error-handling.md', ['typescript by path', 'error-handling by path']],
    ['web/node.js.md', ['javascript by path', null]],
    ['c++/style_guide.mdc', ['cpp by path', 'style by path']],
    ['c/memory.md', ['c by path', null]],
    ['C.md', ['c by path', null]],
    ['ready-to-go.md', [null, null]],
    ['plan-c.md', [null, null]],
    ['r-and-d.md', [null, null]],
    ['docs/python/security.md', ['python by path', 'security by path']],
    ['.github/instructions/python.instructions.md', ['python by path', null]],
    ['.cursor/rules/testing.mdc', [null, 'testing by path']],
    ['常/用.md', [null, null]],
    ['constructor/toString.md', [null, null]],
  ])('%s', (path, expected) => expect(ofPath(path)).toEqual(expected))
})

describe('classify by tags', () => {
  it('uses the first known tag, also one-letter names', () => {
    expect(of({ tags: ['x', 'c', 'py', 'perf', 'testing'] })).toEqual(['c by tags', 'performance by tags'])
    expect(of({ tags: ['Go', 'Code Review'] })).toEqual(['go by tags', 'code-review by tags'])
  })

  it('ranks tags below the path and above the title', () => {
    expect(of({ path: 'rust/x.md', tags: ['go', 'perf'], title: 'Python testing' })).toEqual([
      'rust by path',
      'performance by tags',
    ])
  })
})

describe('classify by title', () => {
  it.each([
    ['Python MCP Protocol Standards', ['python by title', 'protocols by title']],
    ['Error Handling in Go', ['go by title', 'error-handling by title']],
    ['Where errors go', [null, 'error-handling by title']],
    ['C coding rules', [null, null]],
    ['Plan C, R and D', [null, null]],
    ['C# naming', ['csharp by title', 'style by title']],
    ['C++: performance', ['cpp by title', 'performance by title']],
    ['Modern .NET services', ['csharp by title', 'backend by title']],
    ['Node.js/TypeScript logging.', ['javascript by title', 'logging by title']],
    ['A swift answer to rust on the hull', [null, null]],
    ['Rust and Swift', ['rust by title', null]],
    ['Code review', [null, 'code-review by title']],
    ['Go-live checklist', [null, null]],
    ['', [null, null]],
  ])('%s', (title, expected) => expect(ofTitle(title)).toEqual(expected))
})

describe('classify by globs', () => {
  it('uses globs of one language behind the path, and ahead of tags and title', () => {
    const globs = ['**/*.ts', '**/*.tsx']
    expect(of({ globs, tags: ['go'], title: 'Python' })[0]).toBe('typescript by globs')
    expect(of({ globs, path: 'python/x.md' })[0]).toBe('python by path')
    expect(of({ globs, path: 'python.md' })[0]).toBe('python by path')
    expect(of({ globs: ['**/*.ts', '**/*.py'], tags: ['go'] })[0]).toBe('go by tags')
    expect(of({ globs: ['**'], title: 'Python' })[0]).toBe('python by title')
  })

  it('lets them outweigh a word in a long folder name', () => {
    expect(of({ globs: ['**/*.css'], path: 'vue-3-project/styles.md' })[0]).toBe('css by globs')
  })
})

describe('words that say nothing', () => {
  it.each([
    ['packages/x.md', [null, null]],
    ['ai-rules/x.md', [null, null]],
    ['rails/ai-rules/rules/testing.md', ['ruby by path', 'testing by path']],
    ['diagram-types/flowchart.md', [null, null]],
    ['docs/x.md', [null, null]],
    ['rules/instructions/skills/x.md', [null, null]],
    ['accessibility/README.md', [null, 'accessibility by path']],
    ['shell/README.md', ['shell by path', null]],
    ['README.md', [null, null]],
    ['skills/pr-review/SKILL.md', [null, 'code-review by path']],
    ['go/index.md', ['go by path', null]],
    ['documentation/guidance/projects.md', [null, 'documentation by path']],
    ['documentation/security/x.md', [null, 'security by path']],
    ['a-long-name-of-a-project-with-mongodb/x.md', [null, null]],
  ])('%s', (path, expected) => expect(ofPath(path)).toEqual(expected))
})

describe('ambiguous words', () => {
  it.each([
    ['Go testing', 'go by title'],
    ['Uber Go Style Guide', 'go by title'],
    ['Go', 'go by title'],
    ['Go live checklist', null],
    ['Where Errors Go', null],
    ['Ready to Go', null],
    ['R style guide', 'r by title'],
    ['Data analysis in R', 'r by title'],
    ['Research: R and D', null],
    ['This is NOT the Next.js you know', 'typescript by title'],
    ['What comes next', null],
  ])('title %s: %s', (title, language) => expect(ofTitle(title)[0]).toBe(language))

  it.each([
    ['go-testing.md', 'go by path'],
    ['error-handling-in-go.md', 'go by path'],
    ['r-best-practices.md', 'r by path'],
    ['go-live.md', null],
    ['ready-to-go.md', null],
    ['r-and-d.md', null],
  ])('path %s: %s', (path, language) => expect(ofPath(path)[0]).toBe(language))
})

describe('frameworks', () => {
  const python = [{ language: 'python' }, { language: 'python' }]
  const javascript = [{ language: 'js' }, { language: 'jsx' }]

  it('give their language where nothing else names one', () => {
    expect(of({ title: 'Django models' })[0]).toBe('python by title')
    expect(ofPath('spring-boot-testing/mockmvc.md')).toEqual(['java by path', 'testing by path'])
    expect(ofPath('react-hooks.md')).toEqual(['typescript by path', 'frontend by path'])
    expect(ofPath('sveltekit-tailwind-css.md')[0]).toBe('svelte by path')
    expect(of({ path: 'nextjs15-app.md' })[0]).toBe('typescript by path')
    expect(of({ path: 'django/x.md', tags: ['go'] })[0]).toBe('go by tags')
  })

  it('take TypeScript or JavaScript as the words and the code of the standard say', () => {
    expect(of({ title: 'React', examples: javascript })[0]).toBe('javascript by title')
    expect(of({ title: 'React', body: 'Write plain JavaScript.' })[0]).toBe('javascript by title')
    expect(of({ title: 'React', body: 'Write TypeScript.' })[0]).toBe('typescript by title')
  })

  it('do not outweigh the words or the code of the standard', () => {
    expect(ofPath('phoenix-evals/common-mistakes-python.md')[0]).toBe('python by path')
    expect(of({ path: 'phoenix/tracing.md', examples: python })[0]).toBe('python by code')
    expect(ofPath('phoenix/x.md')[0]).toBe('elixir by path')
    expect(ofPath('phoenix-tracing/x.md')[0]).toBe(null)
    expect(ofTitle('Express yourself')[0]).toBe(null)
  })
})

describe('description and code', () => {
  it('come last', () => {
    expect(of({ description: 'Rules for Kotlin services.' })[0]).toBe('kotlin by description')
    expect(of({ description: 'For Kotlin and Java.' })[0]).toBe(null)
    const examples = [{ language: 'rust' }, { language: 'bash' }, { language: 'rs' }]
    expect(of({ examples })[0]).toBe('rust by code')
    expect(of({ examples, title: 'Go testing' })[0]).toBe('go by title')
    expect(of({ examples: [...examples, { language: 'go' }] })[0]).toBe(null)
    expect(of({ examples: [{ language: 'bash' }, { language: 'bash' }] })[0]).toBe(null)
    expect(of({ examples: [{ language: 'html' }, { language: 'json' }] })[0]).toBe(null)
    expect(of({ path: 'general/x.md', examples })[0]).toBe(null)
  })
})

describe('the subject among several domains', () => {
  it.each([
    ['API testing', 'testing'],
    ['Testing in CI', 'testing'],
    ['Prompt optimization', 'machine-learning'],
    ['Test data', 'testing'],
    ['Commit message conventions', 'git-workflow'],
    ['Naming conventions', 'style'],
    ['Dependency injection', 'architecture'],
    ['Error handling patterns for APIs', 'error-handling'],
    ['Guide for API design', 'api-design'],
  ])('%s: %s', (title, domain) => expect(ofTitle(title)[1]).toBe(`${domain} by title`))
})

describe('a pair of words that names a domain', () => {
  it('names no language', () => {
    const injection = { path: 'security/sql-injection.md', title: 'SQL injection' }
    expect(of(injection)).toEqual([null, 'security by path'])
    expect(of({ path: 'sql-injection.md', title: 'Against SQL injection in Go' })[0]).toBe('go by title')
    expect(of({ path: 'sql/injection.md' })[0]).toBe('sql by path')
    expect(of({ path: 'graphql-api.md' })).toEqual(['graphql by path', 'api-design by path'])
  })
})

describe('a folder for every language', () => {
  it('outranks tags and title, but not a language in the path or the front matter', () => {
    const html = { tags: ['html'], title: 'HTML forms' }
    expect(of({ path: 'general/forms.md', ...html })[0]).toBe(null)
    expect(of({ path: 'forms.md', ...html })[0]).toBe('html by tags')
    expect(of({ path: 'general/python/forms.md', ...html })[0]).toBe('python by path')
    expect(of({ path: 'general/forms.md', data: { language: 'go' }, ...html })[0]).toBe('go by front matter')
    expect(of({ path: 'general/sql-queries.md' })[0]).toBe(null)
    expect(of({ path: 'general/python.md' })[0]).toBe('python by path')
  })
})
