import { useRef } from 'react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'

/**
 * The standard as it was while the host has it not: one that was just moved back is not in the index for a moment, and a page
 * that goes blank and comes again takes the keys with it.
 *
 * @param gone true when it has been away for too long to wait
 */
export function useStandardView(
  answer: StandardView | null | undefined,
  id: string | null,
  gone: boolean,
): StandardView | null | undefined {
  const last = useRef<StandardView | null>(null)
  if (answer) last.current = answer
  return answer === null && !gone && last.current?.id === id ? last.current : answer
}
