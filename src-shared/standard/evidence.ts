import type { Example } from './standard.ts'

/** What a standard says about itself beside its front matter keys `language` and `domain`. */
export interface Evidence {
  readonly path: string
  readonly tags: readonly string[]
  readonly title: string
  readonly description?: string
  readonly globs?: readonly string[]
  readonly examples?: readonly Pick<Example, 'language'>[]
  /** The markdown below the front matter, in which TypeScript is told from JavaScript. */
  readonly body?: string
}
