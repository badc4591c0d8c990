import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { CommandInput } from '../main.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 1000

/** `plumbline search`: prints the sections that match. Exit code 1 when there are none, as grep has it. */
export async function runSearch({ core, words, options }: CommandInput): Promise<number> {
  const query = words.join(' ')
  if (query.trim() === '')
    throw new PlumblineError(
      'usage',
      'There is nothing to search for.',
      'Try `plumbline search error handling`.',
    )
  const limit = readLimit(options.limit)
  await core.whenFresh()
  const answer = core.library.search(query, options, limit)
  if (options.json) {
    console.log(JSON.stringify(answer, null, 2))
  } else {
    for (const hit of answer.hits) {
      const heading = [hit.path, hit.heading].filter((part) => part !== '').join(' > ')
      console.log(`${hit.id}${heading === '' ? '' : `  ${heading}`}\n  ${hit.snippet}\n`)
    }
    const total = `${answer.totalCapped ? 'over ' : ''}${answer.total}`
    console.log(
      answer.total === 0 ? `Nothing found for "${query}".` : `${answer.hits.length} of ${total} sections`,
    )
  }
  return answer.hits.length > 0 ? 0 : 1
}

function readLimit(value: string | undefined): number {
  if (value === undefined) return DEFAULT_LIMIT
  const limit = Number(value)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw new PlumblineError(
    'usage',
    `--limit ${value} is not a number from 1 to ${MAX_LIMIT}.`,
    'Try `--limit 20`.',
  )
}
