import type { EditorView } from '@codemirror/view'
import { type RefObject, useEffect } from 'react'
import { scrollPositionOfLine } from './scroll-position.ts'

/**
 * Scrolls the preview along with the editor, so that both show the same line at the top. Scrolling the preview does not scroll the
 * editor.
 * @param bodyLine the line of the editor, from 1, on which the text of the preview begins
 */
export function useScrollAlong(
  editor: EditorView | null,
  preview: RefObject<HTMLElement | null>,
  bodyLine: number,
): void {
  useEffect(() => {
    if (!editor) return
    const { scrollDOM } = editor
    const follow = (): void => {
      const pane = preview.current
      if (!pane) return
      pane.scrollTop = isAtEnd(scrollDOM)
        ? pane.scrollHeight
        : positionIn(pane, topLine(editor) - bodyLine + 1)
    }
    scrollDOM.addEventListener('scroll', follow, { passive: true })
    return () => scrollDOM.removeEventListener('scroll', follow)
  }, [editor, preview, bodyLine])
}

/** The line at the top of the editor, from 1; its fraction is the part of the line that is scrolled out of view. */
function topLine(editor: EditorView): number {
  const height = editor.scrollDOM.getBoundingClientRect().top - editor.documentTop
  const block = editor.lineBlockAtHeight(Math.max(0, height))
  const part = block.height === 0 ? 0 : (height - block.top) / block.height
  return editor.state.doc.lineAt(block.from).number + Math.min(1, Math.max(0, part))
}

function isAtEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1
}

function positionIn(pane: HTMLElement, line: number): number {
  const marks = pane.querySelectorAll<HTMLElement>('[data-line]')
  const top = pane.getBoundingClientRect().top - pane.scrollTop
  const last = Number(marks[marks.length - 1]?.dataset.line ?? 1)
  return scrollPositionOfLine(
    line,
    marks.length,
    (index) => {
      const mark = marks[index]
      return {
        line: Number(mark?.dataset.line),
        top: (mark?.getBoundingClientRect().top ?? top) - top,
      }
    },
    // The length of the last element is not known in lines; at the end of the text the pane is scrolled to its end anyway.
    { line: last + 1, top: pane.scrollHeight },
  )
}
