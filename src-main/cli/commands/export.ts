import { closeSync, openSync, writeSync } from 'node:fs'
import { Command } from 'commander'
import { REQUEST_STATUSES, type RequestFilter } from '../../../src-shared/contract/activity.ts'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { printable } from '../../../src-shared/printable.ts'
import type { CommandRunner, CoreContext } from '../command.ts'
import { repeated } from '../option-values.ts'
import { printPieces } from '../output.ts'

const FORMATS = ['json', 'csv'] as const

interface ExportOptions {
  readonly format?: string
  readonly out?: string
  readonly from?: number
  readonly to?: number
  readonly client?: readonly string[]
  readonly tool?: readonly string[]
  readonly status?: readonly string[]
  readonly text?: string
}

/** `plumbline export`: writes the activity, or the filtered part of it, to stdout or to a file. */
export function exportCommand(runner: CommandRunner): Command {
  return new Command('export')
    .summary('write the requests and their answers as JSON or CSV')
    .option('--format <name>', 'json or csv (default: csv for a file that ends so, else json)')
    .option('--out <file>', 'write to this file instead of the terminal')
    .option('--from <date>', 'a date such as 2026-01-31, or with a time: from then on', timeOf('--from'))
    .option('--to <date>', 'up to then', timeOf('--to'))
    .option('--client <name>', 'only requests of this client; may be repeated', repeated)
    .option('--tool <name>', 'only calls of this tool; may be repeated', repeated)
    .option('--status <name>', `only ${REQUEST_STATUSES.join(', ')}; may be repeated`, repeated)
    .option('--text <words>', 'only requests in which these words occur')
    .action((options: ExportOptions, command) =>
      runner.onCore(command, { indexes: false }, (context) => exportActivity(context, options)),
    )
}

async function exportActivity({ core }: CoreContext, options: ExportOptions): Promise<number> {
  const filter = readFilter(options)
  const format = readFormat(options)
  const pieces = core.activity.export(filter, format)
  if (options.out === undefined) await printPieces(pieces)
  else toFile(pieces, options.out)
  return 0
}

function toFile(pieces: Iterable<string>, file: string): void {
  try {
    // Readable by the user alone: requests and answers can hold private text.
    const descriptor = openSync(file, 'w', 0o600)
    try {
      // Log files are also printed in terminals.
      for (const piece of pieces) writeSync(descriptor, printable(piece))
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof PlumblineError) throw error
    const message = `The activity could not be written to ${file} (${describeError(error)}).`
    throw new PlumblineError('file-unusable', message, 'Choose another file with --out.', { cause: error })
  }
}

function readFormat({ format, out }: ExportOptions): (typeof FORMATS)[number] {
  const wanted = format ?? (out?.toLowerCase().endsWith('.csv') ? 'csv' : 'json')
  const known = FORMATS.find((name) => name === wanted)
  if (known !== undefined) return known
  throw new PlumblineError('usage', `--format ${wanted} is not known.`, 'There are json and csv.')
}

function readFilter({ from, to, client, tool, status, text }: ExportOptions): RequestFilter {
  return {
    from,
    to,
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

/** Reads a date as milliseconds since 1970; without a time of day it is midnight in the user's time zone. */
function timeOf(option: string): (value: string) => number {
  return (value) => {
    const time = new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value).getTime()
    if (Number.isFinite(time) && time >= 0) return time
    throw new PlumblineError(
      'usage',
      `${option} ${value} is not a date.`,
      'Write it as 2026-01-31, or with a time as 2026-01-31T14:30.',
    )
  }
}
