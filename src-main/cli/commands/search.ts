import { Command } from 'commander'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import { printableInLine } from '../../../src-shared/printable.ts'
import type { CommandRunner, CoreContext } from '../command.ts'
import { noteTrouble, printJson, printLine } from '../output.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 1000

interface SearchOptions {
  readonly language?: string
  readonly domain?: string
  readonly tag?: string
  readonly limit: number
  readonly json?: boolean
}

/** `plumbline search`: prints the sections that match. Exit code 1 when there are none, as grep has it. */
export function searchCommand(runner: CommandRunner): Command {
  return new Command('search')
    .summary('find sections of standards')
    .argument('[words...]', 'what to search for')
    .option('--language <name>', 'only standards for this language, and those for every language')
    .option('--domain <name>', 'only standards of this domain, such as testing or security')
    .option('--tag <name>', 'only standards with this tag')
    .option('--limit <number>', 'at most this many sections', limitOf, DEFAULT_LIMIT)
    .option('--json', 'print JSON')
    .action((words: string[], options: SearchOptions, command) =>
      runner.onCore(command, { indexes: true }, (context) => search(context, words, options)),
    )
}

async function search(
  { core }: CoreContext,
  words: readonly string[],
  options: SearchOptions,
): Promise<number> {
  const query = words.join(' ')
  if (query.trim() === '')
    throw new PlumblineError(
      'usage',
      'There is nothing to search for.',
      'Try `plumbline search error handling`.',
    )
  await core.whenFresh()
  const answer = core.library.search(query, options, options.limit)
  noteTrouble(core.library)
  if (options.json) {
    printJson(answer)
  } else {
    if (answer.searchedFor !== null) printLine(`Searched for "${printableInLine(answer.searchedFor)}".\n`)
    for (const hit of answer.hits) {
      const heading = [hit.path, hit.heading].filter((part) => part !== '').join(' > ')
      const place = printableInLine(`${hit.id}${heading === '' ? '' : `  ${heading}`}`)
      printLine(`${place}\n  ${hit.snippet}\n`)
    }
    const total = `${answer.totalCapped ? 'over ' : ''}${answer.total}`
    if (answer.isGap && answer.hits.length > 0) printLine('No section has half of these words.')
    printLine(
      answer.hits.length === 0
        ? `Nothing found for "${printableInLine(query)}".`
        : `${answer.hits.length} of ${total} sections`,
    )
  }
  return answer.hits.length > 0 ? 0 : 1
}

function limitOf(value: string): number {
  const limit = Number(value)
  if (value.trim() !== '' && Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw new PlumblineError(
    'usage',
    `--limit ${value} is not a number from 1 to ${MAX_LIMIT}.`,
    'Try `--limit 20`.',
  )
}
