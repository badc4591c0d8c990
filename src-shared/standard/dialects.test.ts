import { describe, expect, it } from 'vitest'
import { dialectOf } from './dialects.ts'
import { FormEdits } from './front-matter/form-edits.ts'
import { readFields } from './front-matter/front-matter-fields.ts'
import { setFrontMatter } from './front-matter/set-front-matter.ts'
import { inspectText } from './inspect-text.ts'
import { parse } from './parse.ts'
import { applyFix } from './quick-fixes/quick-fixes.ts'

/** The globs that the documentation of the hosts uses. */
const GLOBS: readonly (readonly string[])[] = [
  ['**/*.ts'],
  ['**/*.ts', '**/*.tsx'],
  ['src/api/**/*.ts'],
  ['**/*.{ts,tsx}', 'lib/**'],
  ['*.py'],
  ['app/[id]/page.tsx', 'components/**/*'],
  ['**'],
  ['**/*.test.ts', 'tests/**/*.ts', '.github/workflows/*.yml'],
]

interface Form {
  readonly name: string
  /** Front matter without its fences. */
  readonly write: (globs: readonly string[]) => string
  /** The same with the globs `go/**` and `*.go`, as the host spells them. */
  readonly edited: (globs: readonly string[]) => string
}

const EDITED = ['go/**', '*.go']
const double = (globs: readonly string[]) => globs.map((glob) => `"${glob}"`)
const single = (globs: readonly string[]) => globs.map((glob) => `'${glob}'`)
const below = (items: readonly string[], indent = '  ') =>
  items.map((item) => `\n${indent}- ${item}`).join('')

/** A form whose spelling does not depend on the globs. */
function form(name: string, write: Form['write']): Form {
  return { name, write, edited: () => write(EDITED) }
}

const bareForms = (key: string, more: (value: string) => string): Form[] => [
  form('comma', (globs) => more(`${key}: ${globs.join(',')}`)),
  {
    name: 'comma and blank',
    write: (globs) => more(`${key}: ${globs.join(', ')}`),
    edited: (globs) => more(`${key}: ${EDITED.join(globs.length > 1 ? ', ' : ',')}`),
  },
]

const DIALECTS: readonly { host: string; path: string; forms: readonly Form[] }[] = [
  {
    host: 'Cursor',
    path: '.cursor/rules/a.mdc',
    forms: [
      ...bareForms('globs', (line) => `description: TypeScript rules\n${line}\nalwaysApply: false\n`),
      form('no description', (globs) => `description: \nglobs: ${globs.join(',')}\nalwaysApply: false\n`),
      form('bare description', (globs) => `description: Rules: use them\nglobs: ${globs.join(',')}\n`),
      form(
        'quoted description',
        (globs) => `description: "Rules"\nglobs: ${globs.join(',')}\nalwaysApply: true\n`,
      ),
    ],
  },
  {
    host: 'Windsurf',
    path: '.windsurf/rules/a.md',
    forms: [
      ...bareForms('globs', (line) => `trigger: glob\n${line}\n`),
      form('description', (globs) => `trigger: glob\ndescription: Python\nglobs: ${globs.join(',')}\n`),
      form('glob', (globs) => `trigger: glob\nglob: ${globs.join(',')}\n`),
      form('key order', (globs) => `globs: ${globs.join(',')}\ntrigger: glob\n`),
    ],
  },
  {
    host: 'GitHub Copilot',
    path: '.github/instructions/a.instructions.md',
    forms: [
      form('double quotes', (globs) => `applyTo: "${globs.join(',')}"\n`),
      form('single quotes', (globs) => `description: 'Rules'\napplyTo: '${globs.join(',')}'\n`),
      form('name', (globs) => `name: 'Go rules'\ndescription: 'Rules'\napplyTo: "${globs.join(',')}"\n`),
      form('no quotes', (globs) => `applyTo: ${globs.join(',')}\n`),
      form('for one agent', (globs) => `applyTo: "${globs.join(',')}"\nexcludeAgent: "code-review"\n`),
    ],
  },
  {
    host: 'Claude Code',
    path: '.claude/rules/a.md',
    forms: [
      form('list', (globs) => `paths:${below(double(globs))}\n`),
      form('list without indent', (globs) => `paths:${below(double(globs), '')}\n`),
      form('single quotes', (globs) => `description: Rules\npaths:${below(single(globs))}\n`),
      form('on one line', (globs) => `paths: [${double(globs).join(', ')}]\n`),
      form('text', (globs) => `paths: ${globs.join(',')}\n`),
    ],
  },
  {
    host: 'Cline',
    path: '.clinerules/a.md',
    forms: [
      form('list', (globs) => `paths:${below(double(globs))}\n`),
      form('more keys', (globs) => `paths:${below(double(globs))}\nauthor: me\n`),
      form('single quotes', (globs) => `paths:${below(single(globs))}\n`),
      form('deeper', (globs) => `paths:${below(double(globs), '    ')}\n`),
      form('on one line', (globs) => `paths: [${double(globs).join(', ')}]\n`),
    ],
  },
  {
    host: 'Kiro',
    path: '.kiro/steering/a.md',
    forms: [
      {
        name: 'text or list',
        write: (globs) => `inclusion: fileMatch\nfileMatchPattern: ${kiro(globs)}\n`,
        edited: () => `inclusion: fileMatch\nfileMatchPattern: ${kiro(EDITED)}\n`,
      },
      {
        name: 'description',
        write: (globs) => `inclusion: fileMatch\ndescription: Rules\nfileMatchPattern: ${kiro(globs)}\n`,
        edited: () => `inclusion: fileMatch\ndescription: Rules\nfileMatchPattern: ${kiro(EDITED)}\n`,
      },
      {
        name: 'pattern first',
        write: (globs) => `fileMatchPattern: ${kiro(globs)}\ninclusion: fileMatch\n`,
        edited: () => `fileMatchPattern: ${kiro(EDITED)}\ninclusion: fileMatch\n`,
      },
      form(
        'list on one line',
        (globs) => `inclusion: fileMatch\nfileMatchPattern: [${double(globs).join(', ')}]\n`,
      ),
      {
        name: 'name',
        write: (globs) => `name: api\ninclusion: fileMatch\nfileMatchPattern: ${kiro(globs)}\n`,
        edited: () => `name: api\ninclusion: fileMatch\nfileMatchPattern: ${kiro(EDITED)}\n`,
      },
    ],
  },
  {
    host: 'rulesync',
    path: '.rulesync/rules/a.md',
    forms: [
      form('one line', (globs) => `root: false\ntargets: ["*"]\nglobs: [${double(globs).join(', ')}]\n`),
      form('list', (globs) => `targets: ["*"]\nglobs:${below(double(globs))}\n`),
      form('with cursor', (globs) => `globs: [${double(globs).join(', ')}]\ncursor:\n  alwaysApply: true\n`),
      form('single quotes', (globs) => `globs: [${single(globs).join(', ')}]\ndescription: Rules\n`),
      form('description', (globs) => `description: "Rules"\nglobs: [${double(globs).join(', ')}]\n`),
    ],
  },
]

function kiro(globs: readonly string[]): string {
  return globs.length === 1 ? `"${globs[0]}"` : `[${double(globs).join(', ')}]`
}

const around = (yaml: string) => `---\n${yaml}---\n\n# Rules\n\nText.\n`

const RULES = DIALECTS.flatMap(({ host, path, forms }) =>
  forms.flatMap(({ name, write, edited }) =>
    GLOBS.map((globs) => ({
      host,
      path,
      rule: `${name}: ${globs.join(' ')}`,
      globs,
      text: around(write(globs)),
      edited: around(edited(globs)),
    })),
  ),
)

describe('a rule of a host', () => {
  it('has 40 rules a dialect in this table', () => {
    for (const { host } of DIALECTS) expect(RULES.filter((rule) => rule.host === host)).toHaveLength(40)
  })

  it.each(RULES)('of $host is read without a problem: $rule', ({ host, path, globs, text }) => {
    expect(dialectOf(path, '')?.host).toBe(host)
    const { globs: found, problems } = parse(text, path)
    expect(problems).toEqual([])
    expect(found).toEqual(globs)
    expect(readFields(text, path)?.globs).toEqual(globs)
  })

  it.each(RULES)('of $host is written in its spelling: $rule', ({ path, text, edited }) => {
    const changed = setFrontMatter(text, { globs: EDITED }, path)
    expect(changed).toBe(edited)
    expect(parse(changed, path).problems).toEqual([])
  })

  it.each(RULES)('of $host is restored byte for byte: $rule', ({ path, text }) => {
    const fields = readFields(text, path)!
    for (const change of [
      { globs: EDITED },
      { globs: [] },
      { description: 'Other: words' },
      { description: '' },
      { title: 'Other' },
      { tags: ['a'], language: 'go', domain: 'testing' },
    ]) {
      const edits = new FormEdits()
      const changed = edits.apply(text, change, path)
      expect(readFields(changed, path)).toEqual({ ...fields, ...change })
      expect(edits.apply(changed, fields, path)).toBe(text)
    }
  })
})

describe('a new key of a rule', () => {
  it.each([
    ['.cursor/rules/a.mdc', 'alwaysApply: false\n', 'globs: go/**,*.go\nalwaysApply: false\n'],
    [
      '.cursor/rules/a.mdc',
      'description: A\nglobs: \nalwaysApply: true\n',
      'description: A\nglobs: go/**,*.go\nalwaysApply: true\n',
    ],
    ['.github/instructions/a.instructions.md', 'description: A\n', 'description: A\napplyTo: "go/**,*.go"\n'],
    ['.claude/rules/a.md', 'description: A\n', 'description: A\npaths:\n  - "go/**"\n  - "*.go"\n'],
    ['.clinerules/a.md', 'author: me\n', 'author: me\npaths:\n  - "go/**"\n  - "*.go"\n'],
    [
      '.kiro/steering/a.md',
      'name: A\n',
      'name: A\ninclusion: fileMatch\nfileMatchPattern: ["go/**", "*.go"]\n',
    ],
    ['.windsurf/rules/a.md', 'description: A\n', 'description: A\nglobs: go/**,*.go\ntrigger: glob\n'],
    ['.rulesync/rules/a.md', 'targets: ["*"]\n', 'targets: ["*"]\nglobs: ["go/**", "*.go"]\n'],
    ['go/a.md', 'title: A\n', 'title: A\nglobs: [go/**, "*.go"]\n'],
  ])('of %s is spelled by its host', (path, before, after) => {
    expect(setFrontMatter(around(before), { globs: EDITED }, path)).toBe(around(after))
  })

  it.each(['AGENTS.md', 'a.mdc', 'b.instructions.md', 'CLAUDE.md'])(
    'leaves %s without front matter as it was',
    (path) => {
      for (const text of ['# Rules\n', '\n\n# Rules\n', '# Rules']) {
        const changed = setFrontMatter(text, { description: 'A', globs: ['*.go'] }, path)
        expect(readFields(changed, path)).toMatchObject({ description: 'A', globs: ['*.go'] })
        expect(setFrontMatter(changed, { description: '', globs: [] }, path)).toBe(text)
      }
    },
  )
})

describe('globs that Cursor does not read', () => {
  it.each([
    ['a list without quotes', 'globs: [*.ts, *.tsx]\n', 'globs: *.ts,*.tsx\n'],
    ['a list below', 'globs:\n  - **/*.ts\n  - src/**\n', 'globs: **/*.ts,src/**\n'],
    ['two texts', 'globs: "**/*.ts", "**/*.tsx"\n', 'globs: **/*.ts,**/*.tsx\n'],
  ])('are a problem whose fix writes %s bare', (_case, before, after) => {
    const text = around(`description: A\n${before}alwaysApply: false\n`)
    const [problem, ...others] = inspectText('a.mdc', text).problems
    expect(others).toEqual([])
    expect(problem).toMatchObject({ fix: 'Write it bare' })
    const fixed = applyFix(text, problem!.code, problem!.line, 'a.mdc')
    expect(fixed?.text).toBe(around(`description: A\n${after}alwaysApply: false\n`))
    expect(inspectText('a.mdc', fixed!.text).problems).toEqual([])
  })

  it('become bare when the form changes a valid list', () => {
    const text = around('globs: ["**/*.ts", "src/**"]\nalwaysApply: false\n')
    expect(parse(text, 'a.mdc').problems).toEqual([])
    expect(setFrontMatter(text, { globs: ['**/*.ts'] }, 'a.mdc')).toBe(
      around('globs: **/*.ts\nalwaysApply: false\n'),
    )
  })
})

describe('a rule in an ordinary folder', () => {
  it.each([
    ['windsurf/new.md', 'trigger: glob\nglobs: backend/**/*.py\n', ['backend/**/*.py']],
    ['copilot/a.md', 'applyTo: **/*.go\n', ['**/*.go']],
    ['kiro/a.md', 'inclusion: fileMatch\nfileMatchPattern: "**/*.sql"\n', ['**/*.sql']],
  ])('%s is known by its keys', (path, yaml, globs) => {
    expect(parse(around(yaml), path)).toMatchObject({ globs, problems: [] })
  })

  it('keeps the rules of YAML without such a key', () => {
    const text = around('title: A\nglobs: **/*.go\n')
    expect(inspectText('go/a.md', text).problems).toMatchObject([
      { code: 'front-matter-asterisk', fix: 'Add quotes' },
    ])
  })
})
