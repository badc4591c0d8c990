import { stemmer } from 'stemmer'
import { withoutAccents } from '../../base/fold.ts'

/** Returns the stems of the words of a phrase in lower case: `pull requests` and `pull request` are one. */
export function stemPhrase(phrase: string): string {
  return phrase
    .split(/[^\p{L}\p{N}+#]+/u)
    .map((word) => (/^[a-z]+$/.test(word) ? stemmer(word) : word))
    .join(' ')
}

/** Returns the stem of a word as the index has it. */
export function indexStem(word: string): string {
  return stemmer(withoutAccents(word).toLowerCase())
}
