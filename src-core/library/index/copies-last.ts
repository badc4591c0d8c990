/** Moves conflict copies behind everything else. */
export function copiesLast<T extends { readonly id: string }>(
  items: readonly T[],
  copies: ReadonlyMap<string, string | null>,
): T[] {
  if (copies.size === 0) return [...items]
  return moveLast(items, ({ id }) => copies.has(id))
}

/** Moves some items behind the others. Both stay in their order. */
export function moveLast<T>(items: readonly T[], isLast: (item: T) => boolean): T[] {
  return [...items.filter((item) => !isLast(item)), ...items.filter(isLast)]
}
