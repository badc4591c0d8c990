import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../src-shared/printable.ts'
import { makePrivateFolder } from './private-home.ts'

export type LogLevel = 'info' | 'warn' | 'error'

/** Writes one line. Never throws, because a log that cannot be written must not make a request fail. */
export type Logger = (level: LogLevel, message: string) => void

const MAX_LOG_BYTES = 5 * 1024 * 1024

/**
 * Logs to `<folder>/<name>.log`. At 5 MB the file is renamed to `<name>.old.log`.
 * @param also gets each line as well, including the line break; used for stderr
 */
export function createLogger(
  folder: string,
  name: string,
  also?: (line: string, level: LogLevel) => void,
): Logger {
  const file = join(folder, `${name}.log`)
  let size = -1
  return (level, message) => {
    const line = `${new Date().toISOString()} ${level} [${process.pid}] ${printable(message).replace(/\r?\n/g, '\n  ')}\n`
    also?.(line, level)
    try {
      if (size < 0) {
        makePrivateFolder(folder)
        size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      }
      if (size > MAX_LOG_BYTES) {
        renameSync(file, join(folder, `${name}.old.log`))
        size = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      size += Buffer.byteLength(line)
    } catch {
      size = -1
    }
  }
}
