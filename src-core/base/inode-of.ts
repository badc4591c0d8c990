import { statSync } from 'node:fs'

/** The inode of the file at this path; 0 when there is none. A changed inode means that the file was replaced. */
export function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0
}
