import { describe, expect, it } from 'vitest'
import { LANGUAGES } from './facet-lookup.ts'
import { languageOfGlobs, languagesOfFile } from './file-languages.ts'
import { frameworkOf } from './frameworks.ts'

describe('languagesOfFile', () => {
  it.each([
    ['main.go', 'go'],
    ['Component.TSX', 'typescript javascript'],
    ['Dockerfile', 'dockerfile'],
    ['dockerfile.dev', 'dockerfile'],
    ['page.blade.php', 'php html'],
    ['c', ''],
    ['constructor', ''],
    ['x.__proto__', ''],
    ['README.md', ''],
    ['', ''],
  ])('%s: %s', (name, languages) => expect(languagesOfFile(name).join(' ')).toBe(languages))

  it('uses the names of the language table only', () => {
    const known = Object.keys(LANGUAGES)
    const endings = 'x.cls x.kql x.bicep x.svelte x.rkt x.cbl build.gradle x.qmd x.heex'.split(' ')
    for (const name of endings) expect(known).toEqual(expect.arrayContaining([...languagesOfFile(name)]))
    expect(known).toEqual(expect.arrayContaining([...(frameworkOf('react')?.languages ?? [])]))
  })
})

describe('languageOfGlobs', () => {
  it.each([
    ['**/*.ts', 'typescript'],
    ['**/*.ts, **/*.tsx', 'typescript'],
    ['src/**/*.{ts,tsx}', 'typescript'],
    ['{src,test}/**/*.rb', 'ruby'],
    ['**/{Dockerfile,Dockerfile.*,compose.yaml}', 'dockerfile'],
    ['**/*.ts, **/*.json', 'typescript'],
    ['**/*.ts, package.json, tsconfig.json', 'typescript'],
    ['**/*.cpp, **/*.h', 'cpp'],
    ['**/*.h', null],
    ['**/*.ts, **/*.js', null],
    ['**/*.{js,ts}', null],
    ['**/*.py, **/*.md', null],
    ['**', null],
    ['src/**', null],
    ['**/*.py, !**/*.sql', 'python'],
    ['**/*.tests.ps1', 'powershell'],
    ['', null],
  ])('%s: %s', (globs, language) =>
    expect(languageOfGlobs(globs === '' ? [] : globs.split(', '))).toBe(language),
  )
})
