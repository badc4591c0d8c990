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

/** Where the cursor is, both from 1. */
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

/** A text in CodeMirror. It begins with `text`; whoever holds the view changes it from then on. */
export function CodeEditor({
  label,
  text,
  line,
  autoFocus,
  onText,
  onPlace,
  onMend,
  onView,
}: {
  readonly label: string
  readonly text: string
  /** The line to begin at; `null`: below the front matter. */
  readonly line: number | null
  readonly autoFocus: boolean
  readonly onText: (text: string) => void
  readonly onPlace: (place: TextPosition) => void
  readonly onMend: (problem: DraftProblem) => void
  readonly onView: (view: EditorView | null) => void
}) {
  const [first] = useState(text)
  const newest = useRef({ onText, onPlace, onMend, onView })
  useEffect(() => {
    newest.current = { onText, onPlace, onMend, onView }
  })
  useEffect(() => () => newest.current.onView(null), [])

  const extensions = useMemo<Extension[]>(() => {
    const mend: ApplyFix = (problem) => newest.current.onMend(problem)
    const hint = keyCaps(shortcutOf('standards.mend').keys, isMac).join(' ')
    return [
      editorTheme,
      frontMatterFold,
      problemLines(mend, hint),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of(({ state, docChanged, selectionSet }) => {
        if (docChanged) newest.current.onText(state.doc.toString())
        if (!docChanged && !selectionSet) return
        const { head } = state.selection.main
        const at = state.doc.lineAt(head)
        newest.current.onPlace({ line: at.number, column: head - at.from + 1 })
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
      // Tab goes on to the next part of the window, as everywhere.
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
