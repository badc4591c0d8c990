import { expect } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import type { Answer, RawServer } from '../../src-mcp/testing/built-server.ts'

/** A word that only one standard has. Its end prevents it from being a prefix of another word. */
export const wordOf = (n: number) => `word${n}x`

/** A library in which every standard can be found by a word of its own. */
export function plantStandards(count: number): Record<string, string> {
  const files: Record<string, string> = {}
  for (let n = 0; n < count; n++)
    files[`s${n}.md`] = `---\ntags: [t${n}]\n---\n# S ${n}\n\nalpha ${wordOf(n)} ${'lorem '.repeat(50)}\n`
  return files
}

let lastId = 0

/** Sends a request. Resolves to its answer. */
export async function ask(server: RawServer, method: string, params: object = {}): Promise<Answer> {
  const id = `q${++lastId}`
  server.send({ jsonrpc: '2.0', id, method, params })
  return server.answerTo(id)
}

/** Calls a tool. Resolves to its result. */
export async function call(server: RawServer, name: string, args: object): Promise<Answer['result']> {
  const { result, error } = await ask(server, 'tools/call', { name, arguments: args })
  if (error) throw new Error(`${name}: ${JSON.stringify(error)}`)
  return result
}

/** True when a standard is found, has its text, and all are listed. A failure must be a sentence. */
export async function findsAll(server: RawServer, n: number, count: number): Promise<boolean> {
  const found = await call(server, 'search_standards', { query: wordOf(n) })
  const read = await call(server, 'get_standard', { id: `s${n}.md` })
  const list = await call(server, 'list_standards', { limit: 200 })
  for (const result of [found, read, list]) {
    if (result.isError) expectSentence(result.content[0].text)
  }
  return (
    found.structuredContent?.hits.some(({ id }: { id: string }) => id === `s${n}.md`) === true &&
    read.structuredContent?.content.includes(`alpha ${wordOf(n)} `) === true &&
    list.structuredContent?.standards.length === count
  )
}

/** Waits until everything is found again. */
export function eventuallyFindsAll(server: RawServer, n: number, count: number): Promise<unknown> {
  return eventually(() => findsAll(server, n, count))
}

/** A text for a person or a model: no stack trace, no code of SQLite or the system. */
export function expectSentence(text: string): void {
  expect(text).not.toMatch(/^\s+at /m)
  expect(text).not.toMatch(/SqliteError|SQLITE_|is not a function|undefined/)
  expect(text).toMatch(/\w[.!?]\s*$/)
}
