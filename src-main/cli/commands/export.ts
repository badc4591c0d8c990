import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { REQUEST_STATUSES, type RequestFilter } from '../../../src-shared/contract/activity.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { CommandInput, CommandOptions } from '../main.ts'

const FORMATS = ['json', 'csv'] as const

/** `plumbline export`: writes the log, or the part of it that was asked for, to stdout or to a file. */
export async function runExport({ core, options }: CommandInput): Promise<number> {
  const filter = readFilter(options)
  const format = readFormat(options)
  const pieces = core.activity.export(filter, format)
  if (options.out === undefined) await toStdout(pieces)
  else toFile(pieces, options.out)
  return 0
}

async function toStdout(pieces: Iterable<string>): Promise<void> {
  let left = false
  // `plumbline export | head` has read enough.
  process.stdout.on('error', (error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
    left = true
  })
  for (const piece of pieces) {
    if (left) return
    if (!process.stdout.write(piece))
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')])
  }
}

function toFile(pieces: Iterable<string>, file: string): void {
  try {
    // What was asked and answered is the user's alone.
    const descriptor = openSync(file, 'w', 0o600)
    try {
      for (const piece of pieces) writeSync(descriptor, piece)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof PlumblineError) throw error
    const what = `The log could not be written to ${file} (${describeError(error)}).`
    throw new PlumblineError('file-unusable', what, 'Choose another file with --out.', { cause: error })
  }
}

function readFormat({ format, out }: CommandOptions): (typeof FORMATS)[number] {
  const wanted = format ?? (out?.toLowerCase().endsWith('.csv') ? 'csv' : 'json')
  const known = FORMATS.find((name) => name === wanted)
  if (known !== undefined) return known
  throw new PlumblineError('usage', `--format ${wanted} is not known.`, 'There are json and csv.')
}

function readFilter({ from, to, client, tool, status, text }: CommandOptions): RequestFilter {
  return {
    from: readTime('--from', from),
    to: readTime('--to', to),
    clients: client,
    tools: tool,
    statuses: status?.map((word) => {
      const known = REQUEST_STATUSES.find((name) => name === word)
      if (known !== undefined) return known
      throw new PlumblineError(
        'usage',
        `--status ${word} is not known.`,
        `There are ${REQUEST_STATUSES.join(', ')}.`,
      )
    }),
    text,
  }
}

/** Without a time of day, midnight where the user is. */
function readTime(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value).getTime()
  if (Number.isFinite(time) && time >= 0) return time
  throw new PlumblineError(
    'usage',
    `${option} ${value} is not a date.`,
    'Write it as 2026-01-31, or with a time as 2026-01-31T14:30.',
  )
}
