import { AsWritten } from './components/AsWritten.tsx'

/** Reports an error that a boundary caught. In {@link AsWritten} the file is at fault, and is shown as text instead. */
export function reportCaught(error: unknown, { errorBoundary }: { readonly errorBoundary?: unknown }): void {
  if (!(errorBoundary instanceof AsWritten)) reportError(error)
}
