import { Button } from '@mantine/core'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { copyText } from '../components/copy-text.ts'
import { EmptyState } from '../components/EmptyState.tsx'
import { PartMissing } from '../load-late.ts'

interface State {
  readonly error: Error | null
  readonly stack: string
}

/** Confines a view's rendering error to the view. A class, because React offers error boundaries only as classes. */
export class ViewBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null, stack: '' }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(_error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ stack: componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, stack } = this.state
    if (!error) return this.props.children
    return (
      <div role="alert" className="main">
        <EmptyState title="This view could not be shown" text={`${error.message} Other views go on.`}>
          {error instanceof PartMissing ? (
            <Button variant="filled" onClick={() => location.reload()}>
              Reload the window
            </Button>
          ) : (
            <Button variant="filled" onClick={() => this.setState({ error: null, stack: '' })}>
              Reload the view
            </Button>
          )}
          <Button onClick={() => copyText(`${error.stack ?? error.message}\n${stack}`)}>Copy details</Button>
        </EmptyState>
      </div>
    )
  }
}
