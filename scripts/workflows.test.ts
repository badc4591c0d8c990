import { existsSync, globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }

// GitHub's own validator imports its JSON schemas without the import attribute that Node requires.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { validate } = await import('@actions/languageservice')

const ROOT = join(import.meta.dirname, '..')

/** For each action: its first major version for Node 24 (GitHub runs no older ones), and the inputs that the workflows use. */
const ACTIONS: Readonly<Record<string, { readonly since: number; readonly inputs: readonly string[] }>> = {
  'actions/checkout': { since: 5, inputs: ['persist-credentials'] },
  'actions/setup-node': { since: 5, inputs: ['node-version', 'node-version-file', 'cache'] },
  'actions/cache': { since: 5, inputs: ['key', 'restore-keys', 'path'] },
  'actions/upload-artifact': { since: 6, inputs: ['name', 'path', 'if-no-files-found'] },
  'actions/download-artifact': { since: 7, inputs: ['path'] },
}

interface Step {
  readonly uses?: string
  readonly run?: string
}
interface Workflow {
  readonly jobs?: Readonly<Record<string, { readonly steps?: readonly Step[] }>>
  readonly runs?: { readonly steps?: readonly Step[] }
}

const files = globSync('.github/{workflows/*,actions/*/action.yml}', { cwd: ROOT }).sort()
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

function stepsOf(file: string): readonly Step[] {
  const { jobs = {}, runs }: Workflow = parse(textOf(file))
  return [...Object.values(jobs).flatMap(({ steps = [] }) => steps), ...(runs?.steps ?? [])]
}

/** Returns the errors that GitHub would report for the file, each with its line. */
async function problemsIn(file: string, text: string): Promise<string[]> {
  const document = TextDocument.create(pathToFileURL(join(ROOT, file)).href, 'yaml', 1, text)
  const found = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name }) => {
        const inputs = ACTIONS[`${owner}/${name}`]?.inputs.map(
          (input) => [input, { description: '' }] as const,
        )
        return inputs && { name, description: '', inputs: Object.fromEntries(inputs) }
      },
    },
  })
  return found.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
}

describe('the workflows', () => {
  it('are the ones that this test checks', () => {
    expect(files).toEqual([
      '.github/actions/setup/action.yml',
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
    ])
  })

  it.each(files)('%s is valid to GitHub', async (file) => {
    expect(await problemsIn(file, textOf(file))).toEqual([])
  })

  it.each([
    ['a step with an unknown key', 'run: npm ci', 'rum: npm ci'],
    ['an input that the action does not have', 'node-version-file:', 'node-version-fil:'],
    ['a job that waits for none', 'needs: installers', 'needs: installer'],
    ['an unknown context', 'vars.PLUMBLINE_UPDATE_GITHUB', 'var.PLUMBLINE_UPDATE_GITHUB'],
  ])('with %s would not be', async (_, written, wrong) => {
    const text = textOf('.github/workflows/release.yml')
    expect(text).toContain(written)
    // The validator caches parsed files by name.
    expect(await problemsIn(`.github/workflows/${wrong}.yml`, text.replace(written, wrong))).not.toEqual([])
  })

  it.each(files)('%s uses actions that run on Node 24', (file) => {
    const wrong = stepsOf(file).filter(({ uses }) => uses !== undefined && !isRunnable(uses))
    expect(wrong).toEqual([])
  })

  it.each(files)('%s runs scripts that exist', (file) => {
    const commands = stepsOf(file)
      .map(({ run = '' }) => run)
      .join('\n')
    const scripts = [...commands.matchAll(/\bnpm (?:run (?:-s )?)?([\w-]+)/g)].flatMap(
      ([, name = '']) => name,
    )
    expect(scripts).not.toEqual([])
    expect(scripts.filter((name) => name !== 'ci' && !Object.hasOwn(packageJson.scripts, name))).toEqual([])
    const sources = [...commands.matchAll(/\bnode ([\w./-]+)/g)].flatMap(([, source = '']) => source)
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([])
  })
})

function isRunnable(uses: string): boolean {
  if (uses.startsWith('./')) return existsSync(join(ROOT, uses, 'action.yml'))
  const [action = '', version = ''] = uses.split('@')
  const major = /^v(\d+)$/.exec(version)?.[1]
  return major !== undefined && Number(major) >= (ACTIONS[action]?.since ?? Number.POSITIVE_INFINITY)
}
