import type { ReactNode } from 'react'
import { useNarrow } from '../../../state/use-narrow.ts'
import { EditorBar } from './EditorBar.tsx'
import { EditorPanes } from './EditorPanes.tsx'
import { FrontMatterForm } from './FrontMatterForm.tsx'
import { useMode } from './use-mode.ts'
import type { Writing } from './use-writing.ts'

/** The editor fills the view: bar, notices, form, text and preview. */
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
  /** The line to begin at; `null`: below the front matter. */
  readonly line: number | null
  readonly writing: Writing
  readonly head: ReactNode
  readonly actions: ReactNode
  readonly notices: ReactNode
  readonly foot: ReactNode
  /** False: the title of the form has the focus at first. */
  readonly focusText?: boolean
  readonly onBack: () => void
}) {
  const narrow = useNarrow()
  const [mode, setMode] = useMode(narrow)
  const { problems } = writing.inspection
  return (
    <div className="editor-screen" data-mode={mode}>
      <EditorBar
        head={head}
        actions={actions}
        problemCount={problems.length}
        mode={mode}
        narrow={narrow}
        onMode={setMode}
        onBack={onBack}
      />
      {notices}
      {problems
        .filter((problem) => problem.line === null)
        .map(({ code, message, remedy }) => (
          <div key={code} className="notice" data-tone="warn">
            <span>
              {message} {remedy}
            </span>
          </div>
        ))}
      <FrontMatterForm writing={writing} focusTitle={!focusText} />
      <EditorPanes id={id} line={line} writing={writing} mode={mode} focusText={focusText} foot={foot} />
    </div>
  )
}
