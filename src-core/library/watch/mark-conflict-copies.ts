import type { IndexWriter } from '../index/index-writer.ts'
import { type ConflictCopy, conflictCopyProblem, isSameKind } from './conflict-copies.ts'

const CONFLICT_COPY = 'conflict-copy'

/** Marks conflict copies by their names only, while most files have not been read yet. */
export function markByName(writer: IndexWriter, copies: readonly ConflictCopy[]): void {
  writer.setCopies(originalsById(copies))
}

/** Marks the conflict copies whose content fits, with a problem for each. */
export function markConflictCopies(writer: IndexWriter, candidates: readonly ConflictCopy[]): void {
  const copies = candidates.filter((copy) => isCopy(writer, copy))
  writer.setCopies(originalsById(copies))
  writer.setProblems([CONFLICT_COPY], copies.map(conflictCopyProblem))
}

function isCopy(writer: IndexWriter, { path, original, hasOriginal, needs }: ConflictCopy): boolean {
  if (!hasOriginal || needs === 'nothing') return true
  const subject = writer.subjectOf(path.normalize('NFC'))
  const subjectOfOriginal = writer.subjectOf(original.normalize('NFC'))
  return (
    subject !== undefined && subjectOfOriginal !== undefined && isSameKind(needs, subject, subjectOfOriginal)
  )
}

function originalsById(copies: readonly ConflictCopy[]): ReadonlyMap<string, string | null> {
  return new Map(
    copies.map(({ path, original, hasOriginal }) => [
      path.normalize('NFC'),
      hasOriginal ? original.normalize('NFC') : null,
    ]),
  )
}
