import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '..')
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The documents for people and assistants that work on Plumbline. */
const DOCUMENTS = globSync(
  ['*.md', 'docs/**/*.md', 'bench/*.md', 'src-renderer/*.md', '.github/*.md', '.github/ISSUE_TEMPLATE/*.yml'],
  { cwd: ROOT },
).sort()

describe.each(DOCUMENTS)('%s', (file) => {
  it('links to files that exist', () => {
    const targets = [...textOf(file).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].flatMap(
      ([, target = '']) => target,
    )
    const missing = targets.filter((target) => {
      // GitHub shows the form of an issue at <repository>/issues/new; relative to it, this is a file of the newest commit.
      const path = target.replace(/^\.\.\/blob\/HEAD\//, '')
      return !existsSync(join(ROOT, path === target ? dirname(file) : '', path))
    })
    expect(missing).toEqual([])
  })

  it('names npm scripts that exist', () => {
    const scripts = [...textOf(file).matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].flatMap(
      ([, name = '']) => name,
    )
    expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([])
  })
})

// Decisions may name files as they were when they were made.
describe.each(DOCUMENTS.filter((file) => !file.includes('decisions')))('%s', (file) => {
  it('names sources that exist', () => {
    const paths = [...textOf(file).matchAll(/`((?:src-[a-z]+|scripts|e2e|bench|docs)\/[\w./-]+)`/g)].flatMap(
      ([, path = '']) => path,
    )
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

interface Form {
  readonly name?: string
  readonly description?: string
  readonly body?: readonly { readonly type: string; readonly id?: string; readonly attributes: object }[]
}

// GitHub omits a form that it cannot read, without a message.
describe('the forms for issues', () => {
  const forms = globSync('.github/ISSUE_TEMPLATE/!(config).yml', { cwd: ROOT })

  it.each(forms)('%s can be shown', (file) => {
    const { name, description, body = [] }: Form = parse(textOf(file))
    expect(name?.length).toBeGreaterThan(2)
    expect(description?.length).toBeGreaterThan(2)
    const fields = body.filter(({ type }) => type !== 'markdown')
    expect(fields.length).toBeGreaterThan(0)
    for (const { type, attributes } of fields) {
      expect(['textarea', 'input', 'dropdown', 'checkboxes']).toContain(type)
      expect(attributes).toHaveProperty('label')
      expect('options' in attributes).toBe(type === 'dropdown' || type === 'checkboxes')
    }
    const ids = fields.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[\w-]+$/.test(id ?? ''))).toBe(true)
  })
})
