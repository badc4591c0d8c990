import type { ErrorGroup, ErrorSource } from '../../../src-shared/contract/activity.ts'

/** Merges open and acknowledged groups, newest first. */
export function mergeGroups(
  open: readonly ErrorGroup[],
  acknowledged: readonly ErrorGroup[],
): readonly ErrorGroup[] {
  if (acknowledged.length === 0) return open
  return [...open, ...acknowledged].sort((first, second) => second.lastAt - first.lastAt)
}

/** The number of groups of each source. */
export function countBySource(groups: readonly ErrorGroup[]): Readonly<Record<ErrorSource, number>> {
  const counts = { index: 0, tool: 0, protocol: 0, system: 0 }
  for (const { source } of groups) counts[source]++
  return counts
}
