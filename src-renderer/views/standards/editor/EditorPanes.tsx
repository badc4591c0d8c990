import type { EditorView } from '@codemirror/view'
import { type ReactNode, useDeferredValue, useRef, useState } from 'react'
import { Markdown } from '../../../components/Markdown.tsx'
import { useKey } from '../../../state/use-keys.ts'
import { CodeEditor, type TextPosition } from './CodeEditor.tsx'
import { frontMatterEnd, linesUpTo } from './front-matter-range.ts'
import type { Mode } from './use-mode.ts'
import { useScrollAlong } from './use-scroll-along.ts'
import type { Writing } from './use-writing.ts'

/** The text and its preview. */
export function EditorPanes({
  id,
  line,
  writing,
  mode,
  focusText,
  foot,
}: {
  readonly id: string
  /** The line to begin at; `null`: below the front matter. */
  readonly line: number | null
  readonly writing: Writing
  readonly mode: Mode
  readonly focusText: boolean
  /** Facts about the file, behind the position of the cursor. */
  readonly foot: ReactNode
}) {
  const [cursor, setCursor] = useState<TextPosition>({ line: 1, column: 1 })
  const [editor, setEditor] = useState<EditorView | null>(null)
  const preview = useRef<HTMLElement>(null)
  const { inspection } = writing
  const text = useDeferredValue(writing.text)
  // Between two --- lines without keys there is text.
  const bodyStart = inspection.frontMatterLines === 0 ? 0 : frontMatterEnd(text)
  useScrollAlong(editor, preview, linesUpTo(text, bodyStart))

  /** Fixes the problem on the line of the cursor, else the first one. */
  function fixNearest(): void {
    const cursorLine = editor?.state.doc.lineAt(editor.state.selection.main.head).number
    const fixable = inspection.problems.filter(({ fix }) => fix !== null)
    const problem = fixable.find((candidate) => candidate.line === cursorLine) ?? fixable[0]
    if (problem) writing.fix(problem)
  }
  useKey('standards.fix', fixNearest)

  return (
    <div className="editor-panes">
      <section className="editor-write" data-area="text" aria-label="Text" hidden={mode === 'preview'}>
        <CodeEditor
          label={`Text of ${id}`}
          text={writing.text}
          line={line}
          autoFocus={focusText}
          onText={writing.setText}
          onCursor={setCursor}
          onFix={writing.fix}
          onView={(view) => {
            setEditor(view)
            writing.bindView(view)
          }}
        />
        <footer className="editor-foot figures">
          <span>
            Ln {cursor.line}, Col {cursor.column}
          </span>
          {foot}
        </footer>
      </section>
      {mode === 'write' ? null : (
        <section
          ref={preview}
          className="editor-preview"
          data-area="preview"
          aria-label="Preview"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
          tabIndex={0}
        >
          <Markdown text={text.slice(bodyStart)} id={id} lines />
        </section>
      )}
    </div>
  )
}
