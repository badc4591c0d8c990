import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { CallError } from '../../../bridge/bridge.ts'
import { toastFailure } from '../../../components/toasts.tsx'
import { useBridgeClient } from '../../../state/bridge-context.tsx'
import type { Draft } from '../draft.ts'
import type { Writing } from './use-writing.ts'

/** What the disk holds, as far as the editor has taken notice. */
export interface Base {
  readonly text: string
  readonly version: string
  readonly savedAt: number
}

/** What the disk holds instead of what was opened. */
export type Theirs = Base | 'gone'

/** `conflict`: the disk holds something else, nothing was written. `failed`: the user was told why. */
type SaveResult = 'saved' | 'conflict' | 'failed'

/** Unsaved text and what it was made from. */
interface Discarded {
  readonly text: string
  readonly base: Base
}

export interface Saving {
  readonly base: Base
  readonly dirty: boolean
  readonly busy: boolean
  /** Set while the disk holds something else than what was opened. */
  readonly theirs: Theirs | null
  /** Saves the text; with a base, as an answer to what that holds. */
  readonly save: (onto?: Base) => Promise<SaveResult>
  /** Makes the file again that is gone. */
  readonly saveAgain: () => Promise<SaveResult>
  /** Takes what the disk holds; what is given up comes back, for Undo. */
  readonly discard: () => Discarded
  /** Everything as it was before, a conflict too. */
  readonly undoDiscard: (discarded: Discarded) => void
}

/** Saving the text of a file, and what to do when the file changes on the disk meanwhile. */
export function useSaving(
  id: string,
  writing: Writing,
  {
    opened,
    stash,
    onDisk,
    comparing,
  }: {
    readonly opened: StandardDraft
    readonly stash: Draft | null
    /** What the disk holds now; `null`: the file is gone; absent while that is asked. */
    readonly onDisk: StandardDraft | null | undefined
    /** True while the user looks at both: then nothing is settled before they say so. */
    readonly comparing: boolean
  },
): Saving {
  const bridge = useBridgeClient()
  const queries = useQueryClient()
  const [base, setBase] = useState<Base>({
    text: opened.text,
    // Text that was kept from another time was made from what the disk held then.
    version: stash?.version ?? opened.version,
    savedAt: opened.savedAt,
  })
  const [theirs, setTheirs] = useState<Theirs | null>(null)
  const [busy, setBusy] = useState(false)
  const underWay = useRef<string | null>(null)
  const newestOnDisk = useRef(onDisk)
  /** What was known of the disk before our save, still on its way to us. */
  const overtaken = useRef<{ readonly seen: StandardDraft | null | undefined } | null>(null)
  const key = useRef(['standards.draft', { id }])
  const dirty = writing.text !== base.text || writing.pending
  const { apply, current, settle } = writing

  const adopt = useCallback((next: Base) => {
    setBase(next)
    setTheirs(null)
  }, [])

  useEffect(() => {
    newestOnDisk.current = onDisk
    if (onDisk === undefined) return
    if (overtaken.current?.seen === onDisk) return
    overtaken.current = null
    if (onDisk === null) {
      setTheirs('gone')
      return
    }
    const disk: Base = { text: onDisk.text, version: onDisk.version, savedAt: onDisk.savedAt }
    if (disk.version === base.version) setTheirs(null)
    // Our own save, seen before its answer came.
    else if (disk.text === underWay.current) return
    else if (disk.text === current() && !comparing) adopt(disk)
    else if (current() === base.text) {
      adopt(disk)
      apply(disk.text)
    } else setTheirs(disk)
  }, [onDisk, base, comparing, adopt, apply, current])

  /** An answer that was under way before the save would look like a change of the file. */
  async function forgetOldAnswers(next: Base): Promise<void> {
    await queries.cancelQueries({ queryKey: key.current })
    queries.setQueryData<StandardDraft | null>(key.current, (known) => ({ ...(known ?? opened), ...next }))
  }

  async function attempt(write: (text: string) => Promise<Base | Theirs>): Promise<SaveResult> {
    if (busy) return 'failed'
    setBusy(true)
    try {
      const text = await settle()
      underWay.current = text
      const outcome = await write(text)
      if (outcome === 'gone' || outcome.text !== text) {
        setTheirs(outcome)
        return 'conflict'
      }
      overtaken.current = { seen: newestOnDisk.current }
      await forgetOldAnswers(outcome)
      flushSync(() => adopt(outcome))
      return 'saved'
    } catch (error) {
      if (error instanceof CallError) toastFailure(error)
      else throw error
      return 'failed'
    } finally {
      underWay.current = null
      setBusy(false)
    }
  }

  return {
    base,
    dirty,
    busy,
    theirs,
    save: (onto = base) =>
      attempt(async (text) => {
        const outcome = await bridge.call('standards.save', { id, text, version: onto.version })
        if (outcome.kind === 'conflict') return outcome.theirs ?? 'gone'
        return { text, version: outcome.version, savedAt: outcome.savedAt }
      }),
    saveAgain: () =>
      attempt(async (text) => {
        const { version } = await bridge.call('standards.create', { id, text })
        return { text, version, savedAt: Date.now() }
      }),
    discard() {
      const discarded = { text: current(), base }
      const next = theirs === null || theirs === 'gone' ? base : theirs
      flushSync(() => {
        adopt(next)
        apply(next.text)
      })
      return discarded
    },
    undoDiscard(discarded) {
      setBase(discarded.base)
      apply(discarded.text)
    },
  }
}
