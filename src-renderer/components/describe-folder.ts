import type { FolderInspection } from '../../src-shared/contract/contract.ts'
import { formatCount } from '../../src-shared/format.ts'

/** True for a folder that can be the library: it exists, possibly read-only, or can be created. */
export function isUsable({ exists, writable }: Pick<FolderInspection, 'exists' | 'writable'>): boolean {
  return exists || writable
}

/** What the folder has, or whether it can be created: `5 markdown files`, `It will be created.` */
export function describeFolder(folder: FolderInspection): string {
  if (!folder.exists) return folder.writable ? 'It will be created.' : 'It cannot be created here.'
  return folder.writable ? filesIn(folder) : `${filesIn(folder)}, read-only`
}

/** `5 markdown files`; `over 9,000 markdown files` when the count was stopped. */
export function filesIn({ standards, areMore }: Pick<FolderInspection, 'standards' | 'areMore'>): string {
  if (areMore && standards === 0) return 'too large to count its markdown files'
  const found = formatCount(standards, 'markdown file')
  return areMore ? `over ${found.replace(/file$/, 'files')}` : found
}
