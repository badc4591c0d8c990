/**
 * Returns a number or boolean as its spelling when the value alone would lose it: `1.10`, `08` and `True` are versions and
 * names. A value whose text is its spelling (`3`, `false`) keeps its type.
 */
export function asWritten(value: unknown, spelling: string | undefined): unknown {
  const isTyped = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
  return isTyped && spelling !== undefined && String(value) !== spelling ? spelling : value
}
