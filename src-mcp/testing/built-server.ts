import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { startArguments, type WayToStart } from '../start-command.ts'
import { writeOrRemove } from './temp-library.ts'

/** The server as it is shipped. */
export const BUILT = join(import.meta.dirname, '../../dist/mcp')

/** A home and a library in a temporary folder. */
export interface TempHome {
  readonly home: string
  readonly library: string
  /** Starts the server from its bundle. */
  readonly args: readonly string[]
  argsFor(way: WayToStart): readonly string[]
  write(path: string, text: string | null): void
  writeSettings(settings: object): void
  remove(): void
}

export function makeTempHome(files: Readonly<Record<string, string>>): TempHome {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'))
  const home = join(folder, 'home')
  const library = join(folder, 'library')
  const write = (path: string, text: string | null) => writeOrRemove(join(library, path), text)
  const argsFor = (way: WayToStart) => [...startArguments(BUILT, way), '--library', library, '--home', home]
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

/** What came back on a line; `any` field may be absent. */
export interface Answer {
  readonly id?: string | number
  readonly method?: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly result?: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly error?: any
}

/** A server that is spoken to in raw bytes. */
export interface RawServer {
  readonly process: ChildProcess
  readonly exit: Promise<number | null>
  write(bytes: string | Buffer): void
  /** Sends a message and its line feed. */
  send(message: unknown): void
  /** The next line that came, parsed; fails when none comes. */
  next(): Promise<Answer | Answer[]>
  /** The same, without notifications: indexing for the first time changes the tool list. */
  nextAnswer(): Promise<Answer>
  /** The answer to `id`; what comes before it is thrown away. */
  answerTo(id: string | number): Promise<Answer>
  /** Lines that came and were not yet taken. */
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
