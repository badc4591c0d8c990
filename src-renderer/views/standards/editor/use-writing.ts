import type { EditorView } from '@codemirror/view'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import type { DraftProblem, FrontMatterFields } from '../../../../src-shared/standard/standard.ts'
import { CallError } from '../../../bridge/bridge.ts'
import { toastFailure } from '../../../components/toasts.tsx'
import { useBridgeClient, useOnline } from '../../../state/bridge-context.tsx'
import { foldFrontMatter, isFrontMatterFolded } from './front-matter-fold.ts'
import { showProblems } from './problem-lines.ts'
import { changeBetween } from './text-change.ts'

/** What the host reads out of a text. */
export type ParsedText = Pick<
  StandardDraft,
  'fields' | 'language' | 'domain' | 'frontMatterLines' | 'problems'
>

/** Changes of the form, as the host takes them. */
export type FieldChanges = { -readonly [Key in keyof FrontMatterFields]?: FrontMatterFields[Key] }

/** A text while it is written: in the editor, in the form, and as the host reads it. */
export interface Writing {
  readonly text: string
  readonly parsed: ParsedText
  /** What the form shows: the text's fields, and what was typed since. `null` while they cannot be read. */
  readonly fields: FrontMatterFields | null
  /** True while the form was told something that is not in the text yet. */
  readonly pending: boolean
  /** The text as it is now, without waiting for a drawing. */
  readonly current: () => string
  /** Puts another text in its place; cursor and undo stay. */
  readonly apply: (text: string) => void
  readonly setText: (text: string) => void
  readonly changeFields: (changes: FieldChanges) => void
  readonly mend: (problem: DraftProblem) => void
  /** Resolves to the text once everything that the form was told is in it. */
  readonly settle: () => Promise<string>
  readonly bindView: (view: EditorView | null) => void
}

/** Milliseconds of silence before the host reads what was written. */
const PAUSE = 200

export function useWriting(
  id: string,
  first: {
    readonly text: string
    readonly parsed: ParsedText
    /** The text that `parsed` is of, where that is another one. */
    readonly parsedText?: string
  },
): Writing {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [text, setText] = useState(first.text)
  const [parsed, setParsed] = useState(first.parsed)
  const [typed, setTyped] = useState<FieldChanges>({})
  const newestParsed = useRef(first.parsed)
  const [pending, setPending] = useState(false)
  const view = useRef<EditorView | null>(null)
  const now = useRef(first.text)
  const parsedText = useRef(first.parsedText ?? first.text)
  const waiting = useRef<FieldChanges>({})
  const pump = useRef<Promise<void> | null>(null)

  const change = useCallback((next: string) => {
    now.current = next
    setText(next)
  }, [])

  const apply = useCallback(
    (next: string) => {
      const editor = view.current
      const edit = editor ? changeBetween(editor.state.doc.toString(), next) : null
      // Past the filter that spares folded front matter: this is how the form gets into it.
      if (editor && edit) editor.dispatch({ changes: edit, filter: false })
      if (!editor) change(next)
    },
    [change],
  )

  const current = useCallback(() => now.current, [])

  const bindView = useCallback((editor: EditorView | null) => {
    view.current = editor
    if (editor) tellEditor(editor, newestParsed.current)
  }, [])

  /** Writes what the form was told into the text, one round after the other. */
  const settle = useCallback(async (): Promise<string> => {
    async function run(): Promise<void> {
      const start = now.current
      while (Object.keys(waiting.current).length > 0) {
        const changes = waiting.current
        waiting.current = {}
        const before = now.current
        try {
          const answer = await bridge.call('standards.setFrontMatter', {
            text: before,
            changes: {
              ...changes,
              ...(changes.tags ? { tags: [...changes.tags] } : {}),
              ...(changes.globs ? { globs: [...changes.globs] } : {}),
            } as never,
          })
          if (now.current === before) apply(answer.text)
          // Written in meanwhile: once more, into the newer text.
          else waiting.current = { ...changes, ...waiting.current }
        } catch (error) {
          waiting.current = { ...changes, ...waiting.current }
          throw error
        }
      }
      setPending(false)
      // Otherwise the host reads the new text, and what it read takes the place of what was typed.
      if (now.current === start) setTyped({})
    }
    while (pump.current || Object.keys(waiting.current).length > 0) {
      pump.current ??= run().finally(() => {
        pump.current = null
      })
      await pump.current
    }
    return now.current
  }, [apply, bridge])

  const changeFields = useCallback((changes: FieldChanges) => {
    waiting.current = { ...waiting.current, ...changes }
    setTyped((before) => ({ ...before, ...changes }))
    setPending(true)
  }, [])

  useEffect(() => {
    if (Object.keys(typed).length === 0 || !online) return
    const timer = setTimeout(() => {
      settle().catch((error: unknown) => {
        // When the wire is down, what was typed waits until it is up.
        if (error instanceof CallError && error.code === 'not-connected') return
        waiting.current = {}
        setTyped({})
        setPending(false)
        if (error instanceof CallError) toastFailure(error)
      })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [typed, online, settle])

  useEffect(() => {
    if (!online || text === parsedText.current) return
    const timer = setTimeout(async () => {
      const read = await bridge.call('standards.parse', { id, text }).catch(() => null)
      if (!read || now.current !== text) return
      parsedText.current = text
      setParsed(read)
      if (Object.keys(waiting.current).length === 0) setTyped({})
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [bridge, id, online, text])

  useEffect(() => {
    newestParsed.current = parsed
    if (view.current) tellEditor(view.current, parsed)
  }, [parsed])

  const mend = useCallback(
    (problem: DraftProblem) => {
      const before = now.current
      bridge
        .call('standards.mend', { id, text: before, code: problem.code, line: problem.line })
        .then((answer) => {
          if (answer && now.current === before) apply(answer.text)
          view.current?.focus()
        })
        .catch((error: unknown) => {
          if (error instanceof CallError) toastFailure(error)
        })
    },
    [apply, bridge, id],
  )

  return {
    text,
    parsed,
    fields: parsed.fields === null ? null : { ...parsed.fields, ...typed },
    pending,
    current,
    apply,
    setText: change,
    changeFields,
    mend,
    settle,
    bindView,
  }
}

/** Shows the problems at their lines. Front matter that has one, or that cannot be read, has to be seen. */
function tellEditor(editor: EditorView, parsed: ParsedText): void {
  const broken = parsed.fields === null || parsed.frontMatterLines === 0
  const inFold = parsed.problems.some(({ line }) => line !== null && line <= parsed.frontMatterLines)
  editor.dispatch({
    effects: [
      showProblems.of(parsed.problems),
      ...((broken || inFold) && isFrontMatterFolded(editor.state) ? [foldFrontMatter.of(false)] : []),
    ],
  })
}
