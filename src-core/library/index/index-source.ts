import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { IndexHandle } from './index-handle.ts'
import type { IndexReader } from './index-reader.ts'

/** The index of the library that this process serves. */
export interface IndexSource {
  readonly handle: IndexHandle
  /** The absolute path of the library folder. */
  readonly root: () => string
  /**
   * Reads from one state of the index.
   * @throws PlumblineError `library-mismatch` or `index-unavailable` when the index holds another library
   */
  read<T>(work: (index: IndexReader) => T): T
}

/**
 * @param root returns the library that this process serves
 * @param isChanging called when the index holds another library; returns true while the index is changing to this one
 */
export function createIndexSource(
  handle: IndexHandle,
  root: () => string,
  isChanging: () => boolean = () => false,
): IndexSource {
  return {
    handle,
    root,
    read: (work) =>
      handle.read((index) => {
        const indexed = index.meta('library')
        if (indexed === null || indexed === root()) return work(index)
        const changing = isChanging()
        // `isChanging` reads the settings again, so the user's latest choice applies from here on.
        const current = root()
        if (indexed === current) return work(index)
        throw changing ? changingTo(current) : mismatch(indexed, current)
      }),
  }
}

function changingTo(root: string): PlumblineError {
  return new PlumblineError(
    'index-unavailable',
    `Plumbline is changing over to the library ${root}.`,
    'Ask again in a few seconds.',
  )
}

function mismatch(indexed: string | number, root: string): PlumblineError {
  return new PlumblineError(
    'library-mismatch',
    `Another Plumbline process indexes ${indexed} in this home, and this one was started for ${root}.`,
    'Give this one a home of its own (--home DIR), or quit the other one.',
  )
}
