import { RangeSet, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from '@codemirror/view'
import type { DraftProblem } from '../../../../src-shared/standard/standard.ts'

/** The problems of the text as it is now. */
export const showProblems: ReturnType<typeof StateEffect.define<readonly DraftProblem[]>> =
  StateEffect.define<readonly DraftProblem[]>()

/** Mends a problem; given by whoever shows the editor. */
export type ApplyFix = (problem: DraftProblem) => void

class ProblemWidget extends WidgetType {
  readonly problem: DraftProblem
  readonly mend: ApplyFix
  readonly hint: string

  constructor(problem: DraftProblem, mend: ApplyFix, hint: string) {
    super()
    this.problem = problem
    this.mend = mend
    this.hint = hint
  }

  override eq({ problem }: ProblemWidget): boolean {
    return (
      problem.code === this.problem.code &&
      problem.message === this.problem.message &&
      problem.mend === this.problem.mend
    )
  }

  override toDOM(): HTMLElement {
    const { problem } = this
    const box = document.createElement('div')
    box.className = 'cm-problem'
    box.dataset.severity = problem.severity
    const text = document.createElement('span')
    text.className = 'cm-problem-text'
    text.textContent = `${problem.message} ${problem.remedy}`
    box.append(text)
    if (problem.mend !== null) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'cm-problem-mend'
      button.textContent = 'Mend'
      button.title = problem.mend
      button.onclick = () => this.mend(problem)
      const keys = document.createElement('kbd')
      keys.className = 'key'
      keys.textContent = this.hint
      box.append(button, keys)
    }
    return box
  }

  override ignoreEvent(): boolean {
    return true
  }

  override get estimatedHeight(): number {
    return 34
  }
}

class ProblemDot extends GutterMarker {
  override toDOM(): HTMLElement {
    const dot = document.createElement('span')
    dot.className = 'cm-problem-dot'
    return dot
  }
}

const dot = new ProblemDot()
const spacer = new ProblemDot()

interface Shown {
  readonly decorations: DecorationSet
  readonly dots: RangeSet<GutterMarker>
}

const NONE: Shown = { decorations: Decoration.none, dots: RangeSet.empty }

/** Where in a line the fault is: the value behind a key, else all of its text. */
function faultIn(line: string): readonly [start: number, stop: number] {
  const value = /^(\s*[\w-]+:\s+)\S/.exec(line)?.[1]?.length
  const start = value ?? line.length - line.trimStart().length
  return [start, line.trimEnd().length]
}

/** Sets each problem under its line, with a dot beside it and a wavy line below the fault. */
export function problemLines(mend: ApplyFix, hint: string) {
  const field = StateField.define<Shown>({
    create: () => NONE,
    update(shown, transaction) {
      const told = transaction.effects.findLast((effect) => effect.is(showProblems))
      if (!told)
        return transaction.docChanged
          ? {
              decorations: shown.decorations.map(transaction.changes),
              dots: shown.dots.map(transaction.changes),
            }
          : shown
      const { doc } = transaction.state
      const decorations = []
      const dots = []
      for (const problem of told.value) {
        if (problem.line === null || problem.line > doc.lines) continue
        const line = doc.line(problem.line)
        const [start, stop] = faultIn(line.text)
        if (stop > start)
          decorations.push(
            Decoration.mark({ class: 'cm-problem-fault' }).range(line.from + start, line.from + stop),
          )
        decorations.push(
          Decoration.widget({ widget: new ProblemWidget(problem, mend, hint), side: 1, block: true }).range(
            line.to,
          ),
        )
        dots.push(dot.range(line.from))
      }
      return { decorations: Decoration.set(decorations, true), dots: RangeSet.of(dots, true) }
    },
    provide: (self) => EditorView.decorations.from(self, ({ decorations }) => decorations),
  })
  return [
    field,
    gutter({
      class: 'cm-problem-gutter',
      markers: (view) => view.state.field(field).dots,
      initialSpacer: () => spacer,
    }),
  ]
}
