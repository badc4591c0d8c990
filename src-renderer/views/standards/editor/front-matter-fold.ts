import { EditorState, type Extension, StateEffect, StateField, Transaction } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { editableFrontMatterEnd, linesUpTo } from './front-matter-range.ts'

/** Effect: true folds the front matter to one line, false unfolds it. */
export const foldFrontMatter: ReturnType<typeof StateEffect.define<boolean>> = StateEffect.define<boolean>()

interface Fold {
  /** What was chosen; without front matter nothing is folded. */
  readonly folded: boolean
  /** Offset of the end of the front matter; 0 without one. */
  readonly end: number
  readonly decorations: DecorationSet
}

class FoldWidget extends WidgetType {
  readonly lines: number

  constructor(lines: number) {
    super()
    this.lines = lines
  }

  override eq(other: FoldWidget): boolean {
    return other.lines === this.lines
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'cm-front-matter'
    button.textContent = `Front matter, ${this.lines} lines, edited above`
    button.title = 'Show the front matter as text'
    button.onclick = () => view.dispatch({ effects: foldFrontMatter.of(false) })
    return button
  }

  override ignoreEvent(): boolean {
    return true
  }
}

function foldOf(state: EditorState, folded: boolean): Fold {
  const text = state.doc.sliceString(0, Math.min(state.doc.length, 100_000))
  const end = editableFrontMatterEnd(text)
  if (!folded || end === 0) return { folded, end, decorations: Decoration.none }
  const widget = new FoldWidget(linesUpTo(text, end))
  return { folded, end, decorations: Decoration.set(Decoration.replace({ widget }).range(0, end)) }
}

const field = StateField.define<Fold>({
  create: (state) => foldOf(state, true),
  update(fold, transaction) {
    const change = transaction.effects.findLast((effect) => effect.is(foldFrontMatter))
    if (!change && !transaction.docChanged) return fold
    return foldOf(transaction.state, change ? change.value === true : fold.folded)
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ decorations }) => decorations),
    EditorView.atomicRanges.of((view) => view.state.field(self).decorations),
  ],
})

/**
 * Keeps typing, pasting and moving out of folded front matter, which the user does not see. A change that reaches below the fold
 * is made below it; a change of only the fold, or of the line end after it, is dropped.
 */
const protectFolded = EditorState.transactionFilter.of((transaction: Transaction) => {
  if (!transaction.docChanged) return transaction
  const { startState } = transaction
  const { folded, end } = startState.field(field)
  if (!folded || end === 0) return transaction
  const { length } = startState.doc
  const below = end + 1
  const changes: { from: number; to: number; insert: string }[] = []
  let shifted = false
  let dropped = false
  let cursor = below
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const insert = inserted.toString()
    if (from >= below) changes.push({ from, to, insert })
    else if (length < below && to === length) {
      // There is no line below the fold yet.
      shifted = true
      changes.push({ from: end, to: end, insert: `\n${insert}` })
      cursor = below + insert.length
    } else if (to > below || (to === length && from === 0)) {
      shifted = true
      changes.push({ from: below, to, insert })
      cursor = below + insert.length
    } else dropped = true
  }, true)
  // A move must not delete the text at its source while the insertion at its target is dropped.
  const isMove = transaction.isUserEvent('move')
  if (dropped && (isMove || (changes.length === 0 && !transaction.isUserEvent('input.replace')))) return []
  if (!shifted && !dropped) return transaction
  const userEvent = transaction.annotation(Transaction.userEvent)
  const event = userEvent ? { userEvent } : {}
  if (shifted) return [{ changes, selection: { anchor: cursor }, scrollIntoView: true, ...event }]
  // Of several changes, as of "replace all", only those in the fold are dropped.
  const remaining = startState.changes(changes)
  const back = transaction.changes.invertedDesc
  const selection = transaction.selection?.map(back).map(remaining)
  const effects = StateEffect.mapEffects(StateEffect.mapEffects(transaction.effects, back), remaining)
  const { scrollIntoView } = transaction
  return [{ changes: remaining, effects, scrollIntoView, ...(selection ? { selection } : {}), ...event }]
})

/** Moves a cursor in the fold to the line below. */
const cursorBelow = EditorState.transactionFilter.of((transaction: Transaction) => {
  if (!transaction.selection) return transaction
  const { end, folded } = transaction.startState.field(field)
  const { main } = transaction.selection
  if (!folded || end === 0 || !main.empty || main.head > end || transaction.docChanged) return transaction
  const below = Math.min(end + 1, transaction.startState.doc.length)
  return [transaction, { selection: { anchor: below }, sequential: true }]
})

/** Shows the front matter as one line while the form edits it. */
export const frontMatterFold: Extension = [field, protectFolded, cursorBelow]

export function isFrontMatterFolded(state: EditorState): boolean {
  const fold = state.field(field, false)
  return fold?.folded === true && fold.end > 0
}

/** The end of the front matter in an editor that has {@link frontMatterFold}. */
export function frontMatterEndIn(state: EditorState): number {
  return state.field(field, false)?.end ?? 0
}
