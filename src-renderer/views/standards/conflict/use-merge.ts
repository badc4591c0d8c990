import { type RefObject, useEffect, useRef, useState } from 'react'
import { MergeEditor } from './merge-editor.ts'

export interface Merging {
  /** The element that the editor is drawn into. */
  readonly box: RefObject<HTMLDivElement | null>
  readonly editor: RefObject<MergeEditor | null>
  readonly differences: number
  /** Mine as it was when the comparison began. */
  readonly firstMine: string
}

/**
 * A merge editor for two texts.
 * @param mine the text of mine to begin with; `onText` gets its changes
 * @param theirs may change while it is shown
 */
export function useMerge(
  id: string,
  {
    mine,
    theirs,
    onText,
  }: {
    readonly mine: string
    readonly theirs: string
    readonly onText: (text: string) => void
  },
): Merging {
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<MergeEditor | null>(null)
  const [first] = useState({ mine, theirs })
  const [differences, setDifferences] = useState(0)
  const newestOnText = useRef(onText)
  useEffect(() => {
    newestOnText.current = onText
  })
  useEffect(() => {
    if (!box.current) return
    const created = new MergeEditor({
      parent: box.current,
      id,
      ...first,
      onText: (text) => newestOnText.current(text),
      onDifferences: setDifferences,
    })
    editor.current = created
    return () => created.close()
  }, [id, first])
  useEffect(() => editor.current?.setTheirs(theirs), [theirs])
  return { box, editor, differences, firstMine: first.mine }
}
