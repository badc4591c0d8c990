import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../testing/long.ts'
import { lineOfKey, readFrontMatter } from './front-matter.ts'

function read(yaml: string) {
  const text = `---\n${yaml}\n---\nbody\n`
  const { data, bodyStart, problems } = readFrontMatter(text)
  expect(text.slice(bodyStart)).toBe('body\n')
  return { data: { ...data }, problems }
}

describe('readFrontMatter', () => {
  it('finds none where there is none', () => {
    for (const text of [
      '',
      '# Hi',
      '--',
      '----\na: b\n----\n',
      ' ---\na: b\n---\n',
      '\n---\na: b\n---\n',
      '--- a\n---\n',
      '---',
    ]) {
      expect(readFrontMatter(text)).toEqual({ data: {}, bodyStart: 0, problems: [] })
    }
  })

  it.each(['\n', '\r\n', '\r'])('reads with line ends %j', (eol) => {
    const text = ['---', 'title: x', 'tags:', '  - a', '---', 'body'].join(eol)
    const { data, bodyStart, problems } = readFrontMatter(text)
    expect({ ...data }).toEqual({ title: 'x', tags: ['a'] })
    expect(text.slice(bodyStart)).toBe('body')
    expect(problems).toEqual([])
  })

  it('closes with ... too, and at the end of the file', () => {
    expect(readFrontMatter('---\na: b\n...\nbody').bodyStart).toBe(13)
    expect(readFrontMatter('--- \na: b\n---  ').bodyStart).toBe(15)
    expect(readFrontMatter('---\n---\nbody')).toEqual({ data: {}, bodyStart: 8, problems: [] })
  })

  it('leaves what is unusual to the yaml package', () => {
    const { data, problems } = read(
      'a: &x [1, 2]\nb: *x\nc: {d: e}\nf: |\n  one\n  two\ng: 1.5 # why\nh: "\\u00e9"\ni: 2025-01-01',
    )
    expect(data).toEqual({
      a: [1, 2],
      b: [1, 2],
      c: { d: 'e' },
      f: 'one\ntwo\n',
      g: 1.5,
      h: 'é',
      i: '2025-01-01',
    })
    expect(problems).toEqual([])
  })

  it('takes globs that begin with * as text, as other tools write them', () => {
    const { data, problems } = read('description: d\nglobs: **/*\nalwaysApply: true')
    expect(data).toEqual({ description: 'd', globs: '**/*', alwaysApply: true })
    expect(problems).toMatchObject([{ line: 3, code: 'front-matter-asterisk', severity: 'warning' }])
    expect(problems[0]?.remedy).toContain('globs: "**/*"')
  })

  it.each<[string, Record<string, unknown>, [number, string][]]>([
    ['globs: *.ts,*.tsx', { globs: '*.ts,*.tsx' }, [[2, 'front-matter-asterisk']]],
    ['tags:\n\t- a\n\t- b\nb: c', { tags: ['a', 'b'], b: 'c' }, [[3, 'front-matter-tab']]],
    ['\ttitle: x\nb: c', { b: 'c' }, [[2, 'front-matter-stray-line']]],
    ['title: "open\ntags: [a]', { title: 'open', tags: ['a'] }, [[2, 'front-matter-open-quote']]],
    ["a: b\ntitle: 'it's'", { a: 'b', title: "it's" }, [[3, 'front-matter-quote']]],
    ['title: Foo: bar', { title: 'Foo: bar' }, [[2, 'front-matter-colon']]],
    ['a: 1\nb: 2\na: 3', { a: 1, b: 2 }, [[4, 'front-matter-duplicate-key']]],
    ['tags: [a, b\ntitle: x', { tags: ['a', 'b'], title: 'x' }, [[2, 'front-matter-open-bracket']]],
    ['globs: [**/*.ts, b]', { globs: ['**/*.ts', 'b'] }, [[2, 'front-matter-list']]],
    ["globs:\n  - 'a'\n  - **/*.ts\nb: c", { globs: ['a', '**/*.ts'], b: 'c' }, [[4, 'front-matter-list']]],
    ['owner: @team', { owner: '@team' }, [[2, 'front-matter-reserved']]],
    ['a: b\nstray words\nc: d', { a: 'b', c: 'd' }, [[3, 'front-matter-stray-line']]],
    [
      'a: *b\nc: "d\ne: f',
      { a: '*b', c: 'd', e: 'f' },
      [
        [2, 'front-matter-asterisk'],
        [3, 'front-matter-open-quote'],
      ],
    ],
  ])('mends %j', (yaml, data, problems) => {
    const mended = read(yaml)
    expect(mended.data).toEqual(data)
    expect(mended.problems.map(({ line, code }) => [line, code])).toEqual(problems)
    for (const { message, remedy } of mended.problems) {
      expect(message).toMatch(/^[A-Z"].*\.$/)
      expect(remedy.length).toBeGreaterThan(10)
    }
  })

  it('counts lines in CRLF files', () => {
    expect(readFrontMatter('---\r\na: b\r\nglobs: *\r\n---\r\n').problems).toMatchObject([{ line: 3 }])
  })

  it('reads a file whose front matter never closes as text', () => {
    const { data, bodyStart, problems } = readFrontMatter('---\ntitle: x\n\n# Body\n')
    expect([data, bodyStart]).toEqual([{}, 0])
    expect(problems).toMatchObject([{ line: 1, code: 'front-matter-unclosed' }])
  })

  it('takes a rule at the top of a page for a rule', () => {
    expect(readFrontMatter('---\n\nSome prose.\n')).toEqual({ data: {}, bodyStart: 0, problems: [] })
  })

  it.each(['- a\n- b', 'just words', 'Some prose,\nand more.'])(
    'keeps %j as text, with a problem',
    (yaml) => {
      const { data, bodyStart, problems } = readFrontMatter(`---\n${yaml}\n---\n`)
      expect([data, bodyStart]).toEqual([{}, 0])
      expect(problems).toMatchObject([{ line: 2, code: 'front-matter-not-keys' }])
    },
  )

  it('treats the names that objects have as keys like any other', () => {
    const { data } = readFrontMatter('---\n__proto__: {polluted: true}\nconstructor: x\ntoString: y\n---\n')
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.hasOwn(data, '__proto__')).toBe(true)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(data.hasOwnProperty).toBeUndefined()
  })

  it('does not let aliases, cycles, nesting or length run away', () => {
    const names = 'abcdefghij'.split('')
    const bomb = names.map(
      (name, at) =>
        `${name}: &${name} [${Array(9)
          .fill(at === 0 ? 'lol' : `*${names[at - 1]}`)
          .join(', ')}]`,
    )
    const awkward = [
      bomb.join('\n'),
      'a: &a [*a]',
      'a: &a {b: *a}',
      `a: ${'['.repeat(30_000)}`,
      `a: ${'{a: '.repeat(5_000)}`,
      `a:\n ${'- '.repeat(10_000)}x`,
      '? '.repeat(5_000),
      `a: "${'x\n'.repeat(10_000)}`,
      Array.from({ length: 5_000 }, (_, at) => `k${at}: *`).join('\n'),
    ]
    for (const yaml of awkward) {
      const { data, problems } = readFrontMatter(`---\n${yaml}\n---\nbody`)
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.length).toBeLessThanOrEqual(20)
      expect(JSON.stringify(data).length).toBeLessThan(200_000)
    }
  })

  it('reads the plain lines of front matter that is far too long', () => {
    const yaml = `title: x\nowner: @team\n${Array.from({ length: 20_000 }, (_, at) => `k${at}: v`).join('\n')}`
    const { data, problems } = readFrontMatter(`---\n${yaml}\n---\nbody`)
    expect(data).toMatchObject({ title: 'x', owner: '@team', k0: 'v' })
    expect(problems).toMatchObject([{ code: 'front-matter-too-long' }])
  })

  it('never throws, whatever stands there', () => {
    const piece = fc.constantFrom(
      'a: ',
      'b',
      '\n',
      '\n',
      '\t',
      '- ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '*',
      '&x ',
      '*x',
      '!',
      '|',
      '>',
      '#',
      ':',
      ' ',
      '\r',
      '---',
      '...',
      '?',
      '%',
      '@',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        const text = `---\n${pieces.join('')}\n---\nbody`
        const { data, bodyStart, problems } = readFrontMatter(text)
        expect(bodyStart).toBeLessThanOrEqual(text.length)
        expect(() => JSON.stringify(data)).not.toThrow()
        for (const { line } of problems) expect(line).toBeGreaterThan(0)
      }),
      { numRuns: runs(3000) },
    )
  })
})

describe('lineOfKey', () => {
  it('finds keys as they may be written', () => {
    const text = '---\r\na: 1\r\n"b.c" : 2\r\n\'d\': 3\r\n---\r\ne: 4'
    expect(['a', 'b.c', 'd', 'e'].map((key) => lineOfKey(text, text.indexOf('e: 4'), key))).toEqual([
      2,
      3,
      4,
      null,
    ])
  })
})
