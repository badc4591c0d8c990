import { type Extension, type Range, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from '@codemirror/view'
import type { DraftProblem } from '../../../../src-shared/standard/standard.ts'

/** Replaces the problems that are shown. */
export const showProblems: ReturnType<typeof StateEffect.define<readonly DraftProblem[]>> =
  StateEffect.define<readonly DraftProblem[]>()

/** Applies the quick fix of a problem. */
export type ApplyFix = (problem: DraftProblem) => void

class ProblemWidget extends WidgetType {
  readonly problem: DraftProblem
  readonly applyFix: ApplyFix
  readonly hint: string

  constructor(problem: DraftProblem, applyFix: ApplyFix, hint: string) {
    super()
    this.problem = problem
    this.applyFix = applyFix
    this.hint = hint
  }

  override eq({ problem }: ProblemWidget): boolean {
    return (
      problem.code === this.problem.code &&
      problem.message === this.problem.message &&
      problem.fix === this.problem.fix
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
    if (problem.fix !== null) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'cm-problem-fix'
      button.textContent = 'Fix'
      button.title = problem.fix
      button.onclick = () => this.applyFix(problem)
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

interface ProblemMarks {
  readonly decorations: DecorationSet
  readonly dots: RangeSet<GutterMarker>
}

const NONE: ProblemMarks = { decorations: Decoration.none, dots: RangeSet.empty }

/**
 * Shows each problem below its line, with a dot in the gutter and a wavy line below the faulty part.
 * @param hint the keys of the quick fix, as shown on its button
 */
export function problemLines(applyFix: ApplyFix, hint: string): Extension {
  const field = StateField.define<ProblemMarks>({
    create: () => NONE,
    update(marks, { effects, changes, docChanged, state }) {
      const shown = effects.findLast((effect) => effect.is(showProblems))
      if (shown)
        return marksOf(shown.value, state.doc, (problem) => new ProblemWidget(problem, applyFix, hint))
      return docChanged
        ? { decorations: marks.decorations.map(changes), dots: marks.dots.map(changes) }
        : marks
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

function marksOf(
  problems: readonly DraftProblem[],
  doc: Text,
  widgetOf: (problem: DraftProblem) => WidgetType,
): ProblemMarks {
  const decorations: Range<Decoration>[] = []
  const dots: Range<GutterMarker>[] = []
  for (const problem of problems) {
    if (problem.line === null || problem.line > doc.lines) continue
    const { from, to, text } = doc.line(problem.line)
    const [start, stop] = faultyPart(text)
    if (stop > start)
      decorations.push(Decoration.mark({ class: 'cm-problem-fault' }).range(from + start, from + stop))
    decorations.push(Decoration.widget({ widget: widgetOf(problem), side: 1, block: true }).range(to))
    dots.push(dot.range(from))
  }
  return { decorations: Decoration.set(decorations, true), dots: RangeSet.of(dots, true) }
}

/** The part of a line that is underlined, as offsets: the value of a key, else all of the text. */
function faultyPart(line: string): readonly [start: number, stop: number] {
  const value = /^(\s*[\w-]+:\s+)\S/.exec(line)?.[1]?.length
  const start = value ?? line.length - line.trimStart().length
  return [start, line.trimEnd().length]
}
