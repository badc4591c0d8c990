import { describe, expect, it } from 'vitest'
import {
  type Application,
  appliesTo,
  type CodeFile,
  codeFileOf,
  type StandardScope,
  scopeOf,
} from './applies.ts'

const standard = (facts: Partial<Parameters<typeof scopeOf>[0]>): StandardScope =>
  scopeOf({ path: 'x.md', title: 'X', globs: [], language: null, domain: null, extra: {}, ...facts })

const why = (facts: Partial<Parameters<typeof scopeOf>[0]>, path: string, workspaces?: string[]) => {
  const file: CodeFile = codeFileOf(path, workspaces)
  const applied: Application | null = appliesTo(standard(facts), file)
  return applied && [applied.why, applied.because].filter(Boolean).join(' ')
}

const specificity = (facts: Partial<Parameters<typeof scopeOf>[0]>, path: string) =>
  appliesTo(standard(facts), codeFileOf(path))?.specificity ?? -1

describe('globs', () => {
  it.each([
    ['*.ts', 'a.ts', true],
    ['*.ts', 'src/deep/a.ts', true],
    ['*.ts', 'src/a.tsx', false],
    ['**/*.ts', 'a.ts', true],
    ['**/*.{ts,tsx}', 'src/a.tsx', true],
    ['src/**/*.py', 'src/a/b.py', true],
    ['src/**/*.py', 'src/b.py', true],
    ['src/**/*.py', 'test/b.py', false],
    ['src/*.py', 'src/a/b.py', false],
    ['./src/**', 'src/a', true],
    ['/src/**', 'src/a', true],
    ['src/', 'src/a/b.c', true],
    ['src', 'src/a/b.c', true],
    ['src/api', 'src/api/v1/users.go', true],
    ['src\\api\\**', 'src/api/v1/users.go', true],
    ['Dockerfile', 'deploy/Dockerfile', true],
    ['.github/workflows/*.yml', '.github/workflows/ci.yml', true],
    ['**/*.yml', '.github/workflows/ci.yml', true],
    ['[invalid', 'a.ts', false],
    ['**/*[a-c].md', 'x/a.md', true],
    ['a(b', 'c', false],
    ['', 'a.ts', true],
  ])('%j and %s: %s', (glob, path, applies) => {
    expect(why({ globs: glob === '' ? [] : [glob] }, path) !== null).toBe(applies)
  })

  it('takes the narrowest of several', () => {
    expect(why({ globs: ['**/*.ts', 'src/api/**'] }, 'src/api/a.ts')).toBe('glob src/api/**')
    expect(why({ globs: ['**/*.ts', 'src/api/**'] }, 'src/ui/a.ts')).toBe('glob **/*.ts')
  })

  it('leaves out what a negated glob selects', () => {
    const globs = ['**/*.ts', '!**/*.test.ts']
    expect(why({ globs }, 'a.ts')).toBe('glob **/*.ts')
    expect(why({ globs }, 'a.test.ts')).toBe(null)
    expect(why({ globs: ['!vendor/**'], language: 'go' }, 'main.go')).toBe('language go')
    expect(why({ globs: ['!vendor/**'], language: 'go' }, 'vendor/main.go')).toBe(null)
  })

  it('outranks the language that the standard names, and keeps it to the files of the glob', () => {
    expect(why({ globs: ['**/*.tf'], language: 'python' }, 'main.tf')).toBe('glob **/*.tf')
    expect(why({ globs: ['**/*.tf'], language: 'python' }, 'main.py')).toBe(null)
  })

  it('reads a glob for every file as none', () => {
    for (const glob of ['**', '*', '**/*', '*.*'])
      expect(why({ globs: [glob] }, 'a/b.rs')).toBe('every language')
    expect(why({ globs: ['**'], language: 'rust' }, 'a/b.rs')).toBe('language rust')
    expect(why({ globs: ['**'], language: 'rust' }, 'a/b.go')).toBe(null)
  })

  it('begins a glob at any folder of a path whose workspace is not known', () => {
    expect(why({ globs: ['src/**/*.ts'] }, '/home/mira/shop/src/a.ts')).toBe('glob src/**/*.ts')
    expect(why({ globs: ['src/**/*.ts'] }, '/home/mira/shop/src/a.ts', ['/home/mira/shop'])).toBe(
      'glob src/**/*.ts',
    )
    const root = specificity({ globs: ['app/**'] }, 'app/x.rb')
    expect(specificity({ globs: ['app/**'] }, 'services/billing/app/x.rb')).toBeLessThan(root)
    expect(specificity({ globs: ['app/**'] }, 'services/billing/app/x.rb')).toBeGreaterThan(0)
  })

  it('answers at once for a glob that is made to be slow', () => {
    expect(why({ globs: [`${'*a'.repeat(40)}b`] }, 'a'.repeat(200))).toBe(null)
    expect(why({ globs: [`${'**/'.repeat(40)}b`] }, 'a/'.repeat(200))).toBe(null)
  })
})

describe('the keys of clients', () => {
  it('applies where the author says always, and never where only a person may name it', () => {
    for (const extra of [{ alwaysApply: true }, { trigger: 'always_on' }, { inclusion: 'always' }]) {
      expect(why({ extra, globs: ['**/*.go'] }, 'a.py')).toBe('every language')
      expect(why({ extra, globs: ['**/*.go'] }, 'a.go')).toBe('glob **/*.go')
      expect(why({ extra, language: 'go' }, 'a.py')).toBe('every language')
    }
    for (const extra of [{ trigger: 'manual' }, { inclusion: 'manual' }])
      expect(why({ extra, globs: ['**/*.go'] }, 'a.go')).toBe(null)
    expect(why({ extra: { alwaysApply: false }, language: 'go' }, 'a.go')).toBe('language go')
  })
})

describe('paths', () => {
  it.each([
    ['C:\\work\\shop\\src\\main.go', ['c:\\Work\\Shop'], 'src/main.go', true],
    ['C:\\work\\shop\\src\\main.go', [], 'C:/work/shop/src/main.go', false],
    ['src\\main.go', [], 'src/main.go', true],
    ['./src/main.go', [], 'src/main.go', true],
    ['file:///c%3A/work/a%20b.go', ['C:/work'], 'a b.go', true],
    ['file:///work/100%.go', ['/work'], '100%.go', true],
    ['/work/shop/api/main.go', ['/work', '/work/shop/'], 'api/main.go', true],
    ['/workshop/main.go', ['/work'], 'workshop/main.go', false],
  ])('%s in %j', (path, workspaces, shown, isRelative) => {
    const facts = codeFileOf(path, workspaces)
    expect([facts.path, facts.isRelative]).toEqual([shown, isRelative])
    expect(facts.languages).toEqual(['go'])
  })
})

describe('language, framework and domain', () => {
  it.each([
    ['a.tsx', 'typescript', 'language typescript'],
    ['a.tsx', 'javascript', 'language javascript'],
    ['a.js', 'typescript', null],
    ['styles/main.scss', 'css', 'language css'],
    ['Dockerfile', 'dockerfile', 'language dockerfile'],
    ['Dockerfile.prod', 'dockerfile', 'language dockerfile'],
    ['go.mod', 'go', 'language go'],
    ['include/x.h', 'cpp', 'language cpp'],
    ['README', 'python', null],
    ['notes.txt', null, 'every language'],
  ])('%s and %s', (path, language, reason) => expect(why({ language }, path)).toBe(reason))

  it('finds the domain in folders and file names', () => {
    const testing = { language: 'python', domain: 'testing' }
    expect(why(testing, 'tests/unit/orders.py')).toBe('folder tests')
    expect(why(testing, 'src/test_orders.py')).toBe('folder test_orders.py')
    expect(why(testing, 'src/orders.py')).toBe('language python')
    expect(why({ domain: 'deployment' }, 'deploy/Dockerfile')).toBe('folder Dockerfile')
    expect(why({ domain: 'security' }, 'src/AuthService.java')).toBe('folder AuthService.java')
    expect(why({ domain: 'dependencies' }, 'packages/ui/button.tsx')).toBe('every language')
  })

  it('finds frameworks in the file name, and by the files that belong to them', () => {
    const django = { title: 'Django models', language: 'python' }
    expect(why(django, 'shop/models.py')).toBe('folder models.py')
    expect(why(django, 'django/core.py')).toBe('folder django')
    expect(why(django, 'shop/util.py')).toBe('language python')
    expect(why({ title: 'React', language: 'typescript' }, 'web/Button.jsx')).toBe('folder Button.jsx')
    expect(why({ path: 'next-js.md', language: 'typescript' }, 'app/shop/page.tsx')).toBe('folder page.tsx')
  })

  it('puts a folder of a standard on another language behind the own language', () => {
    const file = 'tests/test_api.py'
    const foreign = specificity({ language: 'rust', globs: ['**/tests/**'] }, file)
    expect(foreign).toBeGreaterThan(0)
    expect(foreign).toBeLessThan(specificity({ language: 'python' }, file))
  })
  it('is nearest by the place of a file even where a glob names its ending', () => {
    expect(
      specificity({ language: 'python', domain: 'testing', globs: ['**/*.py'] }, 'tests/test_api.py'),
    ).toBeGreaterThan(
      specificity({ language: 'python', domain: 'patterns', globs: ['**/*.py'] }, 'tests/test_api.py'),
    )
  })
  it('orders what applies from the nearest to the widest', () => {
    const path = 'tests/api/test_orders.py'
    const python = { language: 'python' }
    const ranked = [
      { globs: ['tests/api/**'] },
      { globs: ['tests/**'] },
      { title: 'pytest fixtures', ...python },
      { domain: 'testing', ...python },
      { globs: ['**/*.py'] },
      { domain: 'style', ...python },
      { domain: 'deployment', ...python },
      { domain: 'testing' },
      { extra: { alwaysApply: true }, language: 'go' },
      { domain: 'style' },
      { domain: 'deployment' },
    ].map((facts) => specificity(facts, path))
    expect(ranked).toEqual(ranked.toSorted((a, b) => b - a))
    expect(new Set(ranked).size).toBe(ranked.length)
    expect(specificity({ language: 'go' }, path)).toBe(-1)
  })
})
