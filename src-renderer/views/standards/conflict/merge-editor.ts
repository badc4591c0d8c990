import { getChunks, goToNextChunk, goToPreviousChunk, MergeView } from '@codemirror/merge'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap, type ViewUpdate } from '@codemirror/view'
import { basicSetup } from '@uiw/react-codemirror'
import { editorTheme } from '../editor/editor-theme.ts'
import { changeBetween } from '../editor/text-change.ts'

const SETUP = {
  foldGutter: false,
  autocompletion: false,
  lintKeymap: false,
  highlightSelectionMatches: false,
  highlightActiveLine: false,
}

const mergeTheme = EditorView.theme({
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

/** The button between the panes that takes over one difference. The keyboard has `takeTheirs` instead. */
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

/** Two texts side by side with their differences marked: theirs to read, mine to edit. */
export class MergeEditor {
  readonly #view: MergeView
  readonly #onDifferences: (count: number) => void
  #count = -1

  constructor({
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
    /** Called with each new text of mine. */
    readonly onText: (text: string) => void
    /** Called with the number of differences, at first and when it changes. */
    readonly onDifferences: (count: number) => void
  }) {
    this.#onDifferences = onDifferences
    this.#view = new MergeView({
      parent,
      revertControls: 'a-to-b',
      renderRevertControl: arrow,
      highlightChanges: true,
      gutter: false,
      collapseUnchanged: { margin: 3, minSize: 4 },
      a: { doc: theirs, extensions: theirExtensions(id) },
      b: {
        doc: mine,
        extensions: myExtensions(
          id,
          () => this.takeTheirs(),
          (update) => {
            if (update.docChanged) onText(update.state.doc.toString())
            this.#reportDifferences()
          },
        ),
      },
    })
    this.#reportDifferences()
    this.#view.b.focus()
  }

  next(): void {
    goToNextChunk(this.#view.b)
  }

  previous(): void {
    goToPreviousChunk(this.#view.b)
  }

  /** Takes over the difference at the cursor, else the first one. Returns false when there is none. */
  takeTheirs(): boolean {
    const { a, b } = this.#view
    const chunks = getChunks(b.state)?.chunks ?? []
    const { head } = b.state.selection.main
    const chunk = chunks.find(({ fromB, endB }) => fromB <= head && head <= endB) ?? chunks[0]
    if (!chunk) return false
    const { fromA, toA, fromB, toB } = chunk
    const { length } = b.state.doc
    // A chunk reaches up to the line end behind it, which the last line does not have.
    const text = a.state.sliceDoc(fromA, Math.max(fromA, toA - 1))
    const insert = fromA !== toA && toB <= length ? text + b.state.lineBreak : text
    b.dispatch({
      changes: { from: fromB, to: Math.min(length, toB), insert },
      selection: { anchor: fromB },
      userEvent: 'revert',
      scrollIntoView: true,
    })
    return true
  }

  /** Replaces the text of mine, as one step of its undo history. */
  setMine(text: string): void {
    replace(this.#view.b, text)
  }

  setTheirs(text: string): void {
    replace(this.#view.a, text)
    this.#reportDifferences()
  }

  close(): void {
    this.#view.destroy()
  }

  #reportDifferences(): void {
    // The merge view computes its differences after the listeners of the change.
    queueMicrotask(() => {
      const count = this.#view.chunks.length
      if (count === this.#count) return
      this.#count = count
      this.#onDifferences(count)
    })
  }
}

function theirExtensions(id: string): Extension {
  return [
    basicSetup(SETUP),
    editorTheme,
    mergeTheme,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': `Theirs: ${id} on disk`, tabindex: '0' }),
  ]
}

function myExtensions(
  id: string,
  takeTheirs: () => boolean,
  onUpdate: (update: ViewUpdate) => void,
): Extension {
  return [
    // Before the editor's own bindings of these keys.
    Prec.highest(
      keymap.of([
        { key: 'F7', run: goToNextChunk, shift: goToPreviousChunk },
        { key: 'Mod-Enter', run: takeTheirs },
      ]),
    ),
    basicSetup(SETUP),
    editorTheme,
    mergeTheme,
    EditorView.contentAttributes.of({ 'aria-label': `Mine: the result for ${id}` }),
    EditorView.updateListener.of(onUpdate),
  ]
}

function replace(editor: EditorView, text: string): void {
  const change = changeBetween(editor.state.doc.toString(), text)
  if (change) editor.dispatch({ changes: change })
}
