import { applyStandardsPrompt } from './apply-standards.ts'
import type { LibraryPrompt } from './define-prompt.ts'
import { reviewAgainstStandardsPrompt } from './review-against-standards.ts'
import { writeAStandardPrompt } from './write-a-standard.ts'

/** Every prompt, in the order in which clients list them. */
export const LIBRARY_PROMPTS: readonly LibraryPrompt[] = [
  applyStandardsPrompt,
  reviewAgainstStandardsPrompt,
  writeAStandardPrompt,
]
