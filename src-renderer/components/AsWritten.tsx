import { Component, type ReactNode } from 'react'

/** Shows a text as it was written where it cannot be drawn, as one that nests deeper than the stack. */
export class AsWritten extends Component<
  { readonly text: string; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? <pre>{this.props.text}</pre> : this.props.children
  }
}
