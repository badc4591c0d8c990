import type { EditorView } from '@codemirror/view'
import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useDeferredValue, useRef, useState } from 'react'
import { Markdown } from '../../../components/Markdown.tsx'
import { countOf } from '../../../format.ts'
import { useKey } from '../../../state/use-keys.ts'
import { useNarrow } from '../../../state/use-narrow.ts'
import { CodeEditor, type TextPosition } from './CodeEditor.tsx'
import { FrontMatterForm } from './FrontMatterForm.tsx'
import { frontMatterEnd, linesUpTo } from './front-matter-range.ts'
import { type Mode, useMode } from './use-mode.ts'
import { useScrollAlong } from './use-scroll-along.ts'
import type { Writing } from './use-writing.ts'

const MODES: readonly { readonly value: Mode; readonly label: string }[] = [
  { value: 'write', label: 'Write' },
  { value: 'both', label: 'Both' },
  { value: 'preview', label: 'Preview' },
]

/** The editor takes all of the view: bar, form, text and preview. */
export function EditorScreen({
  id,
  line,
  writing,
  head,
  actions,
  notices,
  foot,
  focusText = true,
  onBack,
}: {
  readonly id: string
  readonly line: number | null
  readonly writing: Writing
  readonly head: ReactNode
  readonly actions: ReactNode
  readonly notices: ReactNode
  readonly foot: ReactNode
  /** False: something else has the focus at first. */
  readonly focusText?: boolean
  readonly onBack: () => void
}) {
  const narrow = useNarrow()
  const [mode, setMode] = useMode(narrow)
  const [place, setPlace] = useState<TextPosition>({ line: 1, column: 1 })
  const [editor, setEditor] = useState<EditorView | null>(null)
  const preview = useRef<HTMLElement>(null)
  const shown = useDeferredValue(writing.text)
  // What the host does not take for front matter is text.
  const bodyStart = writing.parsed.frontMatterLines === 0 ? 0 : frontMatterEnd(shown)
  useScrollAlong(editor, preview, linesUpTo(shown, bodyStart))
  const { problems } = writing.parsed

  function mendHere(): void {
    const at = editor?.state.doc.lineAt(editor.state.selection.main.head).number
    const able = problems.filter(({ mend }) => mend !== null)
    const problem = able.find((one) => one.line === at) ?? able[0]
    if (problem) writing.mend(problem)
  }
  useKey('standards.mend', mendHere)

  return (
    <div className="editor-screen" data-mode={mode}>
      <header className="view-bar editor-bar">
        <Tooltip label="Back to reading">
          <ActionIcon aria-label="Back to reading" onClick={onBack}>
            <IconArrowLeft size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        {head}
        {problems.length === 0 ? null : (
          <span className="editor-state" data-tone="warn">
            <IconAlertTriangle size={14} stroke={1.5} /> {countOf(problems.length, 'problem')}
          </span>
        )}
        <div className="bar-actions">
          <SegmentedControl
            aria-label="What to show"
            data={MODES.filter(({ value }) => !narrow || value !== 'both').map((one) => ({ ...one }))}
            value={mode}
            onChange={setMode}
          />
          {actions}
        </div>
      </header>
      {notices}
      {problems
        .filter((problem) => problem.line === null)
        .map((problem) => (
          <div key={problem.code} className="notice" data-tone="warn">
            <span>
              {problem.message} {problem.remedy}
            </span>
          </div>
        ))}
      <FrontMatterForm writing={writing} focusTitle={!focusText} />
      <div className="editor-panes">
        <section className="editor-write" data-area="text" aria-label="Text" hidden={mode === 'preview'}>
          <CodeEditor
            label={`Text of ${id}`}
            text={writing.text}
            line={line}
            autoFocus={focusText}
            onText={writing.setText}
            onPlace={setPlace}
            onMend={writing.mend}
            onView={(view) => {
              setEditor(view)
              writing.bindView(view)
            }}
          />
          <footer className="editor-foot figures">
            <span>
              Ln {place.line}, Col {place.column}
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
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached with keys.
            tabIndex={0}
          >
            <Markdown text={shown.slice(bodyStart)} id={id} lines />
          </section>
        )}
      </div>
    </div>
  )
}
