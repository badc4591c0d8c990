import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ClientLog, ClientLogLine } from '../../../src-shared/contract/clients.ts'
import { type Explanation, explainOutput } from './explain-start.ts'

const TAIL_BYTES = 64 * 1024
const LINES_SHOWN = 200
/** Number of lines before an error in which its cause is searched. */
const MAX_CAUSE_LINES = 25

/** The end of the log that Claude Desktop writes about Plumbline's server. Empty while the file does not exist. */
export function readClientLog(file: string): ClientLog {
  const text = readTail(file)
  const lines = parseLog(text ?? '')
  return { file, exists: text !== null, lines: lines.slice(-LINES_SHOWN), problem: lastProblem(lines) }
}

/**
 * Parses a log of Claude Desktop. Its lines are `TIME [server] [level] text`, in `mcp.log` `TIME [level] [server] text`. Lines of
 * any other form are the server's stderr and get the level `output`.
 */
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
      const message = (found[4] ?? '').replace(/ \{ metadata: undefined \}(?: %o)?$/, '')
      return { at: Date.parse(found[1] ?? ''), level: levelOf(found[2] ?? found[3]), text: message }
    })
}

/** The last error, with an explanation; `null` when there is none. */
export function lastProblem(lines: readonly ClientLogLine[]): ClientLog['problem'] {
  const index = lines.findLastIndex(isError)
  const line = lines[index]
  if (!line) return null
  // The cause is in the lines before the error, back to the last start of the server.
  const above = lines.slice(Math.max(0, index - MAX_CAUSE_LINES), index + 1)
  const started = above.findLastIndex(({ text }) => /^Initializing server/.test(text))
  const context = above.slice(Math.max(0, started))
  const { serious, ...explanation } = explain(context)
  return {
    at: line.at ?? context.findLast(({ at }) => at !== null)?.at ?? null,
    ...explanation,
    serious,
    line: line.text,
  }
}

type LogExplanation = Explanation & { readonly serious: boolean }

const CLOSED: LogExplanation = {
  message: 'The server was stopped while Claude Desktop closed.',
  remedy: 'Nothing to do.',
  serious: false,
}

function explain(lines: readonly ClientLogLine[]): LogExplanation {
  const texts = lines.map(({ text }) => text)
  const hasLine = (pattern: RegExp) => texts.some((text) => pattern.test(text))
  if (hasLine(/spawn .*ENOENT/))
    return {
      message: 'Claude Desktop did not find the program that the entry names.',
      remedy: 'Repair the entry, then restart Claude Desktop.',
      serious: true,
    }
  if (hasLine(/spawn .*(?:EACCES|EPERM)/))
    return {
      message: 'The system did not let Claude Desktop start the program that the entry names.',
      remedy: 'Install Plumbline again, or allow the program in your security software.',
      serious: true,
    }
  if (hasLine(/is not valid JSON|Unexpected token|Unexpected non-whitespace|Expected .* in JSON/))
    return {
      message: 'The server wrote something other than MCP to its output.',
      remedy: 'Test the connection; repair the entry if the test fails too.',
      serious: true,
    }
  if (hasLine(/Shutting down server/) && !hasLine(/\[error\]|failed/i)) return CLOSED
  const known = texts.map(explainOutput).findLast((found) => found !== null)
  if (known) return { ...known, serious: true }
  if (hasLine(/timed out|-32001/))
    return {
      message: 'The server did not answer in time.',
      remedy: 'Test the connection. A library that is indexed for the first time takes a while.',
      serious: true,
    }
  if (hasLine(/transport closed unexpectedly|Server disconnected/))
    return {
      message: 'The server ended while Claude Desktop was using it.',
      remedy: 'Test the connection, then restart Claude Desktop.',
      serious: true,
    }
  return { message: texts.at(-1) ?? '', remedy: 'Test the connection.', serious: true }
}

function isError({ level, text }: ClientLogLine): boolean {
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
    // A tail begins in the middle of a line, which is dropped.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch {
    return null
  } finally {
    closeSync(fd)
  }
}
