import { Component, type ReactNode } from 'react'

interface State {
  readonly text: string | null
  readonly failed: boolean
}

/** Shows `text` unformatted when `children` throw, as for markdown that nests deeper than the stack allows. */
export class PlainTextFallback extends Component<
  { readonly text: string; readonly children: ReactNode },
  State
> {
  override state: State = { text: null, failed: false }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  /** Tries again with another text, without remounting the children. */
  static getDerivedStateFromProps({ text }: { readonly text: string }, before: State): State | null {
    return text === before.text ? null : { text, failed: false }
  }

  override render(): ReactNode {
    return this.state.failed ? <pre>{this.props.text}</pre> : this.props.children
  }
}
