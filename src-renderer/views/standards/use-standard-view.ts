import { useRef } from 'react'
import type { StandardView } from '../../../src-shared/contract/editing.ts'

/**
 * The standard, or its last version while the index does not have it: after Undo of a move it is missing for a moment. A page that
 * goes blank in between would lose the focus.
 *
 * @param answer response of `standards.get`
 * @param gone true once it has been missing for too long
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
