import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { type StartVariant, startArguments } from '../stdio/start-command.ts'
import { writeOrRemove } from './indexed-library.ts'

/** The folder of the built server. */
export const BUILT = join(import.meta.dirname, '../../dist/mcp')

/** A home and a library in a temporary folder. */
export interface TempHome {
  readonly home: string
  readonly library: string
  /** Starts the server from its bundle. */
  readonly args: readonly string[]
  argsFor(way: StartVariant): readonly string[]
  write(path: string, text: string | null): void
  writeSettings(settings: object): void
  remove(): void
}

export function makeTempHome(files: Readonly<Record<string, string>>): TempHome {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'))
  const home = join(folder, 'home')
  const library = join(folder, 'library')
  const write = (path: string, text: string | null) => writeOrRemove(join(library, path), text)
  const argsFor = (way: StartVariant) => [...startArguments(BUILT, way), '--library', library, '--home', home]
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    home,
    library,
    args: argsFor('bundle'),
    argsFor,
    write,
    writeSettings(settings) {
      mkdirSync(home, { recursive: true })
      writeFileSync(join(home, 'settings.json'), JSON.stringify(settings))
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** A parsed line of the server; any field may be absent. */
export interface Answer {
  readonly id?: string | number
  readonly method?: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of any answer
  readonly result?: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly error?: any
}

/** A running server, for tests that write raw bytes. */
export interface RawServer {
  readonly process: ChildProcess
  readonly exit: Promise<number | null>
  write(bytes: string | Buffer): void
  /** Sends a message and its line feed. */
  send(message: unknown): void
  /** The next line, parsed. @throws when none comes in time */
  next(): Promise<Answer | Answer[]>
  /** The next line that is no notification: the first indexing changes the tool list. */
  nextAnswer(): Promise<Answer>
  /** The answer to `id`; lines before it are dropped. */
  answerTo(id: string | number): Promise<Answer>
  /** Lines that came and were not read yet. */
  rest(): readonly string[]
  stderr(): string
  stop(): Promise<void>
}

export function startRawServer(args: readonly string[]): RawServer {
  const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const lines: string[] = []
  let wake = () => {}
  let errors = ''
  child.stdin.on('error', () => {})
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wake()
  })

  async function next(): Promise<Answer | Answer[]> {
    const until = Date.now() + LIMIT_MS
    while (lines.length === 0) {
      const left = until - Date.now()
      if (left <= 0) throw new Error(`No answer came. stderr:\n${errors}`)
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        wake = resolve
        timer = setTimeout(resolve, left)
      })
      clearTimeout(timer)
    }
    return JSON.parse(lines.shift() ?? '')
  }

  async function nextAnswer(): Promise<Answer> {
    for (;;) {
      const answer = await next()
      if (!Array.isArray(answer) && answer.method === undefined) return answer
    }
  }

  return {
    process: child,
    exit,
    write: (bytes) => void child.stdin.write(bytes),
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    next,
    nextAnswer,
    async answerTo(id) {
      for (;;) {
        const answer = await next()
        if (!Array.isArray(answer) && answer.id === id) return answer
      }
    },
    rest: () => lines,
    stderr: () => errors,
    async stop() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
      await exit
      clearTimeout(timer)
    },
  }
}
