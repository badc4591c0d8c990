/** Moves conflict copies behind everything else. */
export function copiesLast<T extends { readonly id: string }>(
  items: readonly T[],
  copies: ReadonlyMap<string, string | null>,
): T[] {
  if (copies.size === 0) return [...items]
  return [...items.filter(({ id }) => !copies.has(id)), ...items.filter(({ id }) => copies.has(id))]
}
