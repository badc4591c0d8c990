import * as z from 'zod'
import type { FolderDefaults } from '../standard/folder-defaults.ts'

const word = z.string().min(1).max(100)
const words = z.array(z.string().min(1).max(1_000)).max(100)

/** The keys of a `_standards.yml`; `null` removes a key. */
export const folderDefaultsSchema = z.strictObject({
  language: word.nullable(),
  domain: word.nullable(),
  tags: words.nullable(),
  globs: words.nullable(),
}) satisfies z.ZodType<FolderDefaults>

/** The `_standards.yml` of a folder. */
export interface FolderDefaultsView {
  /** Relative to the library. */
  readonly path: string
  /** What the file itself gives, without outer folders. */
  readonly defaults: FolderDefaults
  /** Identifies the content on the disk; `null` when there is no file. */
  readonly version: string | null
}
