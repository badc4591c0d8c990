import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import CodeMirror from '@uiw/react-codemirror'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DraftProblem } from '../../../../src-shared/standard/standard.ts'
import { keyCaps, shortcutOf } from '../../../keys.ts'
import { isMac } from '../../../state/use-keys.ts'
import { editorTheme } from './editor-theme.ts'
import { frontMatterEndIn, frontMatterFold } from './front-matter-fold.ts'
import { type ApplyFix, problemLines } from './problem-lines.ts'

/** Position of the cursor; line and column count from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

const SETUP = {
  foldGutter: false,
  autocompletion: false,
  lintKeymap: false,
  highlightSelectionMatches: false,
}

/** A text in CodeMirror. `text` is only its first value; later changes go through the view (`onView`). */
export function CodeEditor({
  label,
  text,
  line,
  autoFocus,
  onText,
  onCursor,
  onFix,
  onView,
}: {
  readonly label: string
  readonly text: string
  /** The line to begin at; `null`: below the front matter. */
  readonly line: number | null
  readonly autoFocus: boolean
  readonly onText: (text: string) => void
  readonly onCursor: (cursor: TextPosition) => void
  readonly onFix: (problem: DraftProblem) => void
  readonly onView: (view: EditorView | null) => void
}) {
  const [first] = useState(text)
  const newest = useRef({ onText, onCursor, onFix, onView })
  useEffect(() => {
    newest.current = { onText, onCursor, onFix, onView }
  })
  useEffect(() => () => newest.current.onView(null), [])

  const extensions = useMemo<Extension[]>(() => {
    const fix: ApplyFix = (problem) => newest.current.onFix(problem)
    const hint = keyCaps(shortcutOf('standards.fix').keys, isMac).join(' ')
    return [
      editorTheme,
      frontMatterFold,
      problemLines(fix, hint),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of(({ state, docChanged, selectionSet }) => {
        if (docChanged) newest.current.onText(state.doc.toString())
        if (!docChanged && !selectionSet) return
        const { head } = state.selection.main
        const { number, from } = state.doc.lineAt(head)
        newest.current.onCursor({ line: number, column: head - from + 1 })
      }),
    ]
  }, [label])

  return (
    <CodeMirror
      className="code-editor"
      value={first}
      theme="none"
      height="100%"
      basicSetup={SETUP}
      // Tab moves the focus to the next part of the window, as in every other view.
      indentWithTab={false}
      extensions={extensions}
      onCreateEditor={(view) => {
        newest.current.onView(view)
        const { doc } = view.state
        const head =
          line === null
            ? Math.min(doc.length, frontMatterEndIn(view.state) + 1)
            : doc.line(Math.min(line, doc.lines)).from
        view.dispatch({
          selection: { anchor: head },
          ...(line === null ? {} : { effects: EditorView.scrollIntoView(head, { y: 'center' }) }),
        })
        if (autoFocus) view.focus()
      }}
    />
  )
}
