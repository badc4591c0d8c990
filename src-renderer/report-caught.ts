import { PlainTextFallback } from './components/PlainTextFallback.tsx'

/** Reports an error that a boundary caught. In {@link PlainTextFallback} the file is at fault, and is shown as text instead. */
export function reportCaught(error: unknown, { errorBoundary }: { readonly errorBoundary?: unknown }): void {
  if (!(errorBoundary instanceof PlainTextFallback)) reportError(error)
}
