import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { jsonOf } from '../src-main/testing/serve-temp-library.ts'
import { SAMPLE } from '../src-mcp/testing/indexed-library.ts'
import { type Plumbline, startPlumbline } from './testing/built-plumbline.ts'
import {
  INTERFACES,
  type Json,
  openSpeaker,
  type ProtocolGeneration,
  requestOf,
  type Speaker,
} from './testing/speak.ts'

// Host, Origin, tokens, bodies and connections: see src-main/web/attacks.test.ts.

const SECRET = 'sesame-open-4711'
const GENERATIONS = ['modern', 'legacy'] as const

/** Enough text for searches that take measurable time. */
const MANY = Object.fromEntries(
  Array.from({ length: 300 }, (_, n) => [
    `many/${n}.md`,
    `# Number ${n}\n\n${`aaaa bbbb ${n} 日本語 naïve `.repeat(60)}\n\n- [ ] Check ${n}\n`,
  ]),
)

let plumbline: Plumbline
let good: string
beforeAll(async () => {
  plumbline = await startPlumbline({ ...SAMPLE, ...MANY })
  writeFileSync(join(dirname(plumbline.home.library), 'secret.md'), `# ${SECRET}\n`)
  writeFileSync(join(plumbline.home.home, 'secret.md'), `# ${SECRET}\n`)
  good = JSON.stringify(await goodCall())
})
afterAll(() => plumbline.stop())
// No attack may harm the process or change later answers.
afterEach(async () => {
  expect(JSON.stringify(await goodCall())).toBe(good)
  expect(plumbline.errors()).not.toMatch(/^\S+ error /m)
})

const goodCall = () =>
  jsonOf(plumbline.post('/mcp/call', { name: 'get_standard', arguments: { id: 'review.md' } }))

const callTool = (speaker: Speaker, generation: ProtocolGeneration, name: string, args: unknown) =>
  speaker.ask(requestOf(generation, 'tools/call', { name, arguments: args }, crypto.randomUUID()))

/** The message of a protocol error or of a failed tool (`failed`), or the answer. */
function outcomeOf({ result, error }: Json): { failed: string | null; answer: Json } {
  const { isError, content, structuredContent } = (result ?? {}) as Json
  if (error !== undefined) return { failed: String((error as Json).message), answer: {} }
  if (isError) return { failed: String((content as Json[])[0]?.text), answer: {} }
  return { failed: null, answer: (structuredContent ?? result) as Json }
}

const ESCAPES = [
  '../secret.md',
  '../../secret.md',
  'python/../../secret.md',
  './../secret.md',
  '..\\secret.md',
  '..%2fsecret.md',
  '..%5csecret.md',
  '%2e%2e/secret.md',
  '%2e%2e%2fsecret.md',
  '%252e%252e%252fsecret.md',
  '..%252fsecret.md',
  '..%c0%afsecret.md',
  '..%00/secret.md',
  '\u2025/secret.md',
  '\uff0e\uff0e\uff0fsecret.md',
  '/etc/passwd',
  '//etc/passwd',
  '/proc/self/environ',
  'C:\\Windows\\win.ini',
  'C:/Windows/win.ini',
  'c:secret.md',
  '\\\\localhost\\c$\\secret.md',
  '//localhost/share/secret.md',
  '\\\\?\\C:\\secret.md',
  'review.md\0',
  'review.md\0.png',
  '\0/../secret.md',
  'review.md/../../secret.md',
  'review.md::$DATA',
  '~/secret.md',
  '$HOME/secret.md',
  '`id`.md',
  'file:///etc/passwd',
  'http://127.0.0.1/secret.md',
] as const

describe.each(GENERATIONS)('an id or a URI of a file outside the library, %s generation', (generation) => {
  // The interfaces differ in how they carry a message, the generations in what it contains: legacy is sent over one of them.
  const names = generation === 'modern' ? INTERFACES.filter((name) => name !== 'tcp') : (['stdio'] as const)
  it.each(names)('finds nothing over %s', async (name) => {
    const speaker = await openSpeaker(plumbline, name, generation)
    const { home, library } = plumbline.home
    for (const path of [...ESCAPES, join(dirname(library), 'secret.md'), join(home, 'secret.md'), home]) {
      for (const uri of [
        path,
        `standard:///${path}`,
        `standard://${path}`,
        `standard:///${encodeURIComponent(path)}`,
      ]) {
        const answers = [
          await callTool(speaker, generation, 'get_standard', { id: uri }),
          await callTool(speaker, generation, 'get_checklist', { id: uri }),
          await speaker.ask(requestOf(generation, 'resources/read', { uri }, crypto.randomUUID())),
        ]
        for (const answer of answers) {
          expect(outcomeOf(answer).failed, JSON.stringify([uri, answer])).not.toBeNull()
          expect(JSON.stringify(answer)).not.toMatch(/sesame-open|root:x:|\[fonts\]/)
        }
      }
    }
    await speaker.close()
  })

  it('is treated as plain text in every other argument', async () => {
    const speaker = await openSpeaker(plumbline, 'stdio', generation)
    for (const word of ESCAPES) {
      const answers = await Promise.all([
        callTool(speaker, generation, 'search_standards', { query: word }),
        callTool(speaker, generation, 'search_standards', {
          query: 'x',
          language: word,
          domain: word,
          tag: word,
        }),
        callTool(speaker, generation, 'list_standards', { language: word }),
        callTool(speaker, generation, 'list_standards', { cursor: word }),
        callTool(speaker, generation, 'get_stdlib', { language: word, domain: word }),
        callTool(speaker, generation, 'get_standard', { id: 'review.md', section: word }),
        ...['apply-standards', 'review-against-standards', 'write-a-standard'].map((name) =>
          speaker.ask(
            requestOf(
              generation,
              'prompts/get',
              { name, arguments: { language: word } },
              crypto.randomUUID(),
            ),
          ),
        ),
        speaker.ask(
          requestOf(
            generation,
            'completion/complete',
            {
              ref: { type: 'ref/resource', uri: 'standard:///{+id}' },
              argument: { name: 'id', value: word },
            },
            crypto.randomUUID(),
          ),
        ),
      ])
      expect(JSON.stringify(answers)).not.toMatch(/sesame-open|root:x:|\[fonts\]/)
    }
    await speaker.close()
  })
})

const GOOD_ARGUMENTS: Readonly<Record<string, string>> = {
  get_stdlib: '"language":"python","domain":"testing"',
  search_standards: '"query":"fixtures"',
  get_standard: '"id":"review.md"',
  list_standards: '"limit":2',
  get_checklist: '"language":"python"',
}
const POISON = [
  '"__proto__":{"polluted":true}',
  '"__proto__":null',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"toString":"x"',
  '"hasOwnProperty":1',
  '"__defineGetter__":"x"',
]

describe.each(GENERATIONS)(
  'property names of JavaScript objects as arguments, %s generation',
  (generation) => {
    it.each(INTERFACES)('have no effect over %s, and are named', async (name) => {
      const speaker = await openSpeaker(plumbline, name, generation)
      for (const [tool, args] of Object.entries(GOOD_ARGUMENTS)) {
        const clean = outcomeOf(await callTool(speaker, generation, tool, JSON.parse(`{${args}}`)))
        expect(clean.failed).toBeNull()
        for (const poison of POISON) {
          const poisoned = outcomeOf(
            await callTool(speaker, generation, tool, JSON.parse(`{${args},${poison}}`)),
          )
          const { note, ...answer } = poisoned.answer
          expect(answer).toEqual(clean.answer)
          expect(note, poison).toContain(poison.slice(1, poison.indexOf('"', 1)))
        }
        const again = outcomeOf(await callTool(speaker, generation, tool, JSON.parse(`{${args}}`)))
        expect(again).toEqual(clean)
      }
      for (const wrong of ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']) {
        for (const [method, params] of [
          ['tools/call', { name: wrong, arguments: {} }],
          ['prompts/get', { name: wrong }],
          [wrong, {}],
        ] as const) {
          const { error } = await speaker.ask(requestOf(generation, method, params, crypto.randomUUID()))
          expect([-32601, -32602], `${method} ${wrong}`).toContain((error as Json)?.code)
        }
      }
      await speaker.close()
    })
  },
)

const CATASTROPHES = [
  'a*'.repeat(1_000),
  '"'.repeat(2_000),
  '('.repeat(2_000),
  '(a+)+$ (a|aa)+$ (.*)*x',
  'NEAR('.repeat(400),
  'NEAR(a b, 999999999)',
  'a OR '.repeat(400),
  'a AND NOT '.repeat(200),
  'NOT '.repeat(500),
  'heading:a OR facets:b',
  '{heading context} : a',
  '^a + b + c',
  `${'a'.repeat(1_999)}b`,
  'aaaa '.repeat(400),
  Array.from({ length: 400 }, (_, n) => `w${n}`).join(' '),
  Array.from({ length: 600 }, (_, n) => String.fromCodePoint(97 + (n % 26))).join(' '),
  '日'.repeat(2_000),
  '日本語 '.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(150),
  `e${'\u0301'.repeat(1_900)}`,
  '\u202e\u2066'.repeat(900),
  '\0'.repeat(2_000),
  '\ud800'.repeat(1_000),
  '%_'.repeat(1_000),
  "'; DROP TABLE fts; --",
  '\\'.repeat(2_000),
  '-'.repeat(2_000),
  '* * * * *',
  ' '.repeat(2_000),
  '.'.repeat(2_000),
  '_'.repeat(2_000),
  'a.b.c.'.repeat(330),
  '\u2028\u2029\ufeff',
]

describe('a query that could be slow to parse or to run', () => {
  it.each(INTERFACES)('is answered over %s, together with other calls at the same time', async (name) => {
    const speaker = await openSpeaker(plumbline, name, 'modern')
    await Promise.all(
      CATASTROPHES.flatMap((query) => [
        callTool(speaker, 'modern', 'search_standards', { query }),
        callTool(speaker, 'modern', 'search_standards', { query, language: query, tag: query, limit: 50 }),
        callTool(speaker, 'modern', 'get_standard', { id: query }),
        callTool(speaker, 'modern', 'get_standard', { id: 'review.md', section: query }),
        callTool(speaker, 'modern', 'get_stdlib', { language: query, domain: query }),
        callTool(speaker, 'modern', 'get_standard', { id: 'review.md' }),
      ]).map(async (asked, at) => {
        const answer = await asked
        const { failed } = outcomeOf(answer)
        // A tool error that explains what is wrong with the query is allowed; an internal error is not.
        expect(failed ?? '', JSON.stringify(answer).slice(0, 500)).not.toMatch(
          /could not answer|internal|SQLITE|fts5/i,
        )
        if (at % 6 === 5) expect(failed).toBeNull()
      }),
    )
    await speaker.close()
  })
})
