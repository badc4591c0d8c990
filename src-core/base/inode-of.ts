import { statSync } from 'node:fs'

/** The inode of the file now at this path, or 0 when there is none: another number means the file was replaced. */
export function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0
}
