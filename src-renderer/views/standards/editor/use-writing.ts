import type { EditorView } from '@codemirror/view'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { PlumblineError } from '../../../../src-shared/contract/errors.ts'
import { FormEdits } from '../../../../src-shared/standard/front-matter/form-edits.ts'
import { applyFix } from '../../../../src-shared/standard/quick-fixes/quick-fixes.ts'
import type {
  DraftProblem,
  FrontMatterChanges,
  TextInspection,
} from '../../../../src-shared/standard/standard.ts'
import { toastFailure } from '../../../components/toasts.tsx'
import { foldFrontMatter, isFrontMatterFolded } from './front-matter-fold.ts'
import { showProblems } from './problem-lines.ts'
import { changeBetween } from './text-change.ts'
import { useInspection } from './use-inspection.ts'

type OpenedText = Pick<StandardDraft, 'text' | 'problems'>

/** A text that is edited in the editor and in the form. */
export interface Writing {
  readonly text: string
  /** What the indexer would make of the text; up to 200 ms behind while the user types. */
  readonly inspection: TextInspection
  /** The newest text, which React may not have rendered yet. */
  readonly current: () => string
  /** Replaces the text; the cursor and the undo history of the editor stay. */
  readonly apply: (text: string) => void
  /** Takes over the text of the editor. */
  readonly setText: (text: string) => void
  /** Writes fields into the front matter. */
  readonly changeFields: (changes: FrontMatterChanges) => void
  /** Applies the quick fix of a problem. */
  readonly fix: (problem: DraftProblem) => void
  /** Connects the editor that shows the text; `null`: none does. */
  readonly bindView: (view: EditorView | null) => void
}

const NO_FILE = { text: '', problems: [] }

/**
 * @param text the text to begin with
 * @param file the file that was opened, whose problems are shown with those of the text; absent: there is none yet
 */
export function useWriting(
  id: string,
  { text: firstText, file = NO_FILE }: { readonly text: string; readonly file?: OpenedText },
): Writing {
  const [text, setState] = useState(firstText)
  const newest = useRef(text)
  const view = useRef<EditorView | null>(null)
  const [formEdits] = useState(() => new FormEdits())
  const [inspected, inspectNow] = useInspection(id, text)

  const isUnchanged = text === file.text
  const inspection = useMemo<TextInspection>(() => {
    // A problem at a line of the file has no line in another text.
    const ofFile = file.problems.filter(({ line }) => line === null || isUnchanged)
    return { ...inspected, problems: [...inspected.problems, ...ofFile] }
  }, [inspected, file.problems, isUnchanged])
  useEffect(() => {
    if (view.current) showInspection(view.current, inspection)
  }, [inspection])

  const current = useCallback(() => newest.current, [])

  const setText = useCallback((next: string) => {
    newest.current = next
    setState(next)
  }, [])

  const apply = useCallback(
    (next: string) => {
      const editor = view.current
      const edit = editor ? changeBetween(editor.state.doc.toString(), next) : null
      // Without the filter that protects folded front matter: the form writes into it.
      if (editor && edit) editor.dispatch({ changes: edit, filter: false })
      setText(next)
      inspectNow(next)
    },
    [setText, inspectNow],
  )

  const changeFields = useCallback(
    (changes: FrontMatterChanges) => {
      try {
        apply(formEdits.apply(newest.current, changes, id))
      } catch (error) {
        if (!(error instanceof PlumblineError)) throw error
        toastFailure(error)
      }
    },
    [apply, formEdits, id],
  )

  const fix = useCallback(
    ({ code, line }: DraftProblem) => {
      const fixed = applyFix(newest.current, code, line, id)
      if (fixed) apply(fixed.text)
      view.current?.focus()
    },
    [apply, id],
  )

  const bindView = (editor: EditorView | null): void => {
    view.current = editor
    if (editor) showInspection(editor, inspection)
  }

  return { text, inspection, current, apply, setText, changeFields, fix, bindView }
}

/** Shows the problems at their lines. Front matter with a problem, or that cannot be read, is unfolded. */
function showInspection(editor: EditorView, { fields, frontMatterLines, problems }: TextInspection): void {
  const isUnreadable = fields === null || frontMatterLines === 0
  const hasProblem = problems.some(({ line }) => line !== null && line <= frontMatterLines)
  const unfolds = (isUnreadable || hasProblem) && isFrontMatterFolded(editor.state)
  editor.dispatch({
    effects: [showProblems.of(problems), ...(unfolds ? [foldFrontMatter.of(false)] : [])],
  })
}
