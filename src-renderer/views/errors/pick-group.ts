import type { ErrorGroup, ErrorSource } from '../../../src-shared/contract/activity.ts'

/** The open groups and, when they are wanted too, those that were acknowledged, the newest first. */
export function mergeGroups(
  open: readonly ErrorGroup[],
  acknowledged: readonly ErrorGroup[],
): readonly ErrorGroup[] {
  if (acknowledged.length === 0) return open
  return [...open, ...acknowledged].sort((one, other) => other.lastAt - one.lastAt)
}

/** How many groups each source has. */
export function countSources(groups: readonly ErrorGroup[]): Readonly<Record<ErrorSource, number>> {
  const counts = { index: 0, tool: 0, protocol: 0, system: 0 }
  for (const { source } of groups) counts[source]++
  return counts
}

/**
 * The group that is shown: the one that was chosen, or, when that has gone, what took its place in the list.
 * @param last what was shown before, and where in the list: it stays although others come
 */
export function pickGroup(
  groups: readonly ErrorGroup[],
  id: string,
  last: { readonly id: string; readonly at: number },
): ErrorGroup | null {
  const withId = (wanted: string) => groups.find((group) => group.id === wanted)
  return withId(id) ?? withId(last.id) ?? groups[Math.min(last.at, groups.length - 1)] ?? null
}
