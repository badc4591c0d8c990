import type { FolderInspection } from '../../src-shared/contract/contract.ts'
import { formatCount } from '../../src-shared/format.ts'

/** Whether it can be a library: one that can only be read is served as well, one that cannot be made is not. */
export function isUsable({ exists, writable }: Pick<FolderInspection, 'exists' | 'writable'>): boolean {
  return exists || writable
}

/** What becomes of it when it is chosen: `5 markdown files`, `It will be made.` */
export function describeFolder(look: FolderInspection): string {
  if (!look.exists) return look.writable ? 'It will be made.' : 'It cannot be made here.'
  return look.writable ? filesIn(look) : `${filesIn(look)}, read only`
}

/** `5 markdown files`, or `over 9,000 markdown files` where they were not counted to the end. */
export function filesIn({ standards, areMore }: Pick<FolderInspection, 'standards' | 'areMore'>): string {
  if (areMore && standards === 0) return 'too large to count its markdown files'
  return `${areMore ? 'over ' : ''}${formatCount(standards, 'markdown file')}`
}
