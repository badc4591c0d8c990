import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ClientLog, ClientLogLine } from '../../../src-shared/contract/clients.ts'
import { type Explanation, explainOutput } from './explain-start.ts'

const TAIL_BYTES = 64 * 1024
const LINES_SHOWN = 200
/** A failure takes this many lines of the log at most. */
const BURST = 25

/** The end of the log that Claude Desktop keeps of our server. A log that is not there yet is an empty one. */
export function readClientLog(file: string): ClientLog {
  const text = readTail(file)
  const lines = parseLog(text ?? '')
  return { file, exists: text !== null, lines: lines.slice(-LINES_SHOWN), problem: lastProblem(lines) }
}

/** Claude writes `TIME [server] [level] text`, in `mcp.log` the other way round; what the server says on stderr stands as it is. */
export function parseLog(text: string): ClientLogLine[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const found =
        /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (?:\[[^\]]*\] \[(info|warn|error|debug)\]|\[(info|warn|error|debug)\] \[[^\]]*\]) (.*)$/.exec(
          line,
        )
      if (!found) return { at: null, level: 'output', text: line }
      const said = (found[4] ?? '').replace(/ \{ metadata: undefined \}(?: %o)?$/, '')
      return { at: Date.parse(found[1] ?? ''), level: levelOf(found[2] ?? found[3]), text: said }
    })
}

/** What went wrong last, in plain words. */
export function lastProblem(lines: readonly ClientLogLine[]): ClientLog['problem'] {
  const index = lines.findLastIndex(isTrouble)
  const line = lines[index]
  if (!line) return null
  // What led to it stands above, since the server was started.
  const above = lines.slice(Math.max(0, index - BURST), index + 1)
  const started = above.findLastIndex(({ text }) => /^Initializing server/.test(text))
  const burst = above.slice(Math.max(0, started))
  const { serious, ...explanation } = explain(burst)
  return {
    at: line.at ?? burst.findLast(({ at }) => at !== null)?.at ?? null,
    ...explanation,
    serious,
    line: line.text,
  }
}

type Told = Explanation & { readonly serious: boolean }

const CLOSED: Told = {
  message: 'The server was stopped while Claude Desktop closed.',
  remedy: 'Nothing to do.',
  serious: false,
}

function explain(burst: readonly ClientLogLine[]): Told {
  const texts = burst.map(({ text }) => text)
  const some = (pattern: RegExp) => texts.some((text) => pattern.test(text))
  if (some(/spawn .*ENOENT/))
    return {
      message: 'Claude Desktop did not find the program that the entry names.',
      remedy: 'Repair the entry, then restart Claude Desktop.',
      serious: true,
    }
  if (some(/spawn .*(?:EACCES|EPERM)/))
    return {
      message: 'The system did not let Claude Desktop start the program that the entry names.',
      remedy: 'Install Plumbline again, or allow the program in your security software.',
      serious: true,
    }
  if (some(/is not valid JSON|Unexpected token|Unexpected non-whitespace|Expected .* in JSON/))
    return {
      message: 'Something else than MCP came out of the server.',
      remedy: 'Test the connection; repair the entry if the test fails too.',
      serious: true,
    }
  if (some(/Shutting down server/) && !some(/\[error\]|failed/i)) return CLOSED
  const words = texts.map(explainOutput).findLast((found) => found !== null)
  if (words) return { ...words, serious: true }
  if (some(/timed out|-32001/))
    return {
      message: 'The server did not answer in time.',
      remedy: 'Test the connection. A library that is indexed for the first time takes a while.',
      serious: true,
    }
  if (some(/transport closed unexpectedly|Server disconnected/))
    return {
      message: 'The server ended while Claude Desktop was using it.',
      remedy: 'Test the connection, then restart Claude Desktop.',
      serious: true,
    }
  return { message: texts.at(-1) ?? '', remedy: 'Test the connection.', serious: true }
}

function isTrouble({ level, text }: ClientLogLine): boolean {
  return level === 'error' || /transport closed unexpectedly|timed out/.test(text)
}

function levelOf(word: string | undefined): ClientLogLine['level'] {
  return word === 'error' || word === 'warn' ? word : 'info'
}

function readTail(file: string): string | null {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch {
    return null
  }
  try {
    const { size } = fstatSync(fd)
    const start = Math.max(0, size - TAIL_BYTES)
    const bytes = Buffer.alloc(size - start)
    const text = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start)).toString('utf8')
    // The first line may be cut.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch {
    return null
  } finally {
    closeSync(fd)
  }
}
