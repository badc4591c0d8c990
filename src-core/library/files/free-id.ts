import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { StandardFiles } from './standard-files.ts'

// Nobody has as many standards of one name.
const MAX_NUMBER = 1_000

/**
 * The first id of `ids` that a new standard can have. The last ones are numbered: `testing.md`, `testing-2.md`.
 * @throws PlumblineError when none of them can be a name, or the library is missing
 */
export async function freeId(
  { isFree }: Pick<StandardFiles, 'isFree'>,
  ids: readonly string[],
): Promise<string> {
  let failure: unknown = null
  for (let number = 1; number < MAX_NUMBER; number++) {
    for (const id of ids) {
      const numbered = number === 1 ? id : id.replace(/((?:\.instructions)?\.\w+)$/i, `-${number}$1`)
      try {
        if (await isFree(numbered)) return numbered
      } catch (error) {
        if (!(error instanceof PlumblineError) || error.code !== 'path-unusable') throw error
        failure = error
      }
    }
  }
  throw failure
}
