import { getChunks, goToNextChunk, goToPreviousChunk, MergeView } from '@codemirror/merge'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { basicSetup } from '@uiw/react-codemirror'
import { editorTheme } from '../editor/editor-theme.ts'
import { changeBetween } from '../editor/text-change.ts'

/** Two texts side by side: theirs to read, mine to edit. */
export interface Merge {
  readonly next: () => void
  readonly previous: () => void
  /** Takes over the difference at the cursor, else the first one. */
  readonly takeTheirs: () => boolean
  /** Puts another text in the place of mine; it can be undone. */
  readonly setMine: (text: string) => void
  readonly setTheirs: (text: string) => void
  readonly close: () => void
}

const SETUP = {
  foldGutter: false,
  autocompletion: false,
  lintKeymap: false,
  highlightSelectionMatches: false,
  highlightActiveLine: false,
}

const mergeLook = EditorView.theme({
  '& .cm-lineNumbers .cm-gutterElement': { paddingRight: '8px !important' },
  '& .cm-changedLine': { backgroundColor: 'var(--mine-row) !important' },
  '& .cm-changedText': { background: 'var(--mine-word) !important', borderRadius: '2px' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--theirs-row) !important' },
  '&.cm-merge-a .cm-changedText': { background: 'var(--theirs-word) !important' },
  '& .cm-collapsedLines': {
    padding: '1px 2px',
    fontSize: '12px',
    lineHeight: '20px',
    color: 'var(--text-2) !important',
    background: 'var(--sunken) !important',
    borderTop: '1px solid var(--line)',
    borderBottom: '1px solid var(--line)',
  },
  '& .cm-collapsedLines::before, & .cm-collapsedLines::after': { content: '"" !important', margin: 0 },
})

/** An arrow between the panes that takes one difference over. With keys, `takeTheirs` does that. */
function arrow(): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.tabIndex = -1
  button.className = 'merge-arrow'
  button.textContent = '→'
  button.title = 'Take this difference'
  button.setAttribute('aria-label', 'Take this difference')
  return button
}

export function createMerge({
  parent,
  id,
  theirs,
  mine,
  onText,
  onDifferences,
}: {
  readonly parent: HTMLElement
  readonly id: string
  readonly theirs: string
  readonly mine: string
  readonly onText: (text: string) => void
  readonly onDifferences: (count: number) => void
}): Merge {
  const shared: Extension = [editorTheme, mergeLook]
  const view = new MergeView({
    parent,
    revertControls: 'a-to-b',
    renderRevertControl: arrow,
    highlightChanges: true,
    gutter: false,
    collapseUnchanged: { margin: 3, minSize: 4 },
    a: {
      doc: theirs,
      extensions: [
        basicSetup(SETUP),
        shared,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': `Theirs: ${id} on disk`, tabindex: '0' }),
      ],
    },
    b: {
      doc: mine,
      extensions: [
        // Before the editor's own meaning of these keys.
        Prec.highest(
          keymap.of([
            { key: 'F7', run: goToNextChunk, shift: goToPreviousChunk },
            { key: 'Mod-Enter', run: takeAtCursor },
          ]),
        ),
        basicSetup(SETUP),
        shared,
        EditorView.contentAttributes.of({ 'aria-label': `Mine: the result for ${id}` }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onText(update.state.doc.toString())
          count()
        }),
      ],
    },
  })
  let told = -1

  /** The chunks come a moment after the text that they are of. */
  function count(): void {
    queueMicrotask(() => {
      if (told === view.chunks.length) return
      told = view.chunks.length
      onDifferences(told)
    })
  }

  function takeAtCursor(): boolean {
    const { state } = view.b
    const chunks = getChunks(state)?.chunks ?? []
    const { head } = state.selection.main
    const chunk = chunks.find(({ fromB, endB }) => fromB <= head && head <= endB) ?? chunks[0]
    if (!chunk) return false
    const { fromA, toA, fromB, toB } = chunk
    const text = view.a.state.sliceDoc(fromA, Math.max(fromA, toA - 1))
    const insert = fromA !== toA && toB <= state.doc.length ? text + state.lineBreak : text
    view.b.dispatch({
      changes: { from: fromB, to: Math.min(state.doc.length, toB), insert },
      selection: { anchor: fromB },
      userEvent: 'revert',
      scrollIntoView: true,
    })
    return true
  }

  function replace(editor: EditorView, text: string): void {
    const change = changeBetween(editor.state.doc.toString(), text)
    if (change) editor.dispatch({ changes: change })
  }

  count()
  view.b.focus()
  return {
    next: () => void goToNextChunk(view.b),
    previous: () => void goToPreviousChunk(view.b),
    takeTheirs: takeAtCursor,
    setMine: (text) => replace(view.b, text),
    setTheirs(text) {
      replace(view.a, text)
      count()
    },
    close: () => view.destroy(),
  }
}
