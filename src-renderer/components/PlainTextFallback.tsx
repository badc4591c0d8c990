import { Component, type ReactNode } from 'react'

interface State {
  readonly text: string | null
  readonly failed: boolean
}

/** Shows a text as it was written where it cannot be drawn, as one that nests deeper than the stack. */
export class PlainTextFallback extends Component<
  { readonly text: string; readonly children: ReactNode },
  State
> {
  override state: State = { text: null, failed: false }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  /** Another text gets another try; what is drawn stays, so that typing does not make the whole page anew. */
  static getDerivedStateFromProps({ text }: { readonly text: string }, before: State): State | null {
    return text === before.text ? null : { text, failed: false }
  }

  override render(): ReactNode {
    return this.state.failed ? <pre>{this.props.text}</pre> : this.props.children
  }
}
