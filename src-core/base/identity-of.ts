import { statSync } from 'node:fs'

/** Device and inode of the file or folder at this path, which links are followed to; `null` when there is none. */
export function identityOf(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.dev}:${stats.ino}` : null
}
