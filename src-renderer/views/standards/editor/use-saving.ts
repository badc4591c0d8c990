import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { StandardDraft } from '../../../../src-shared/contract/editing.ts'
import { CallError } from '../../../bridge/bridge.ts'
import { toast, toastFailure } from '../../../components/toasts.tsx'
import { useBridgeClient } from '../../../state/bridge-context.tsx'
import type { Draft } from '../draft.ts'
import { type DiskVersion, diskStep, type Theirs } from './disk-version.ts'
import type { Writing } from './use-writing.ts'

const HARD_LINK_NOTICE =
  'Saved. The file had another name (a hard link) outside this one; that name keeps the old text.'

/** `conflict`: the disk has another version, nothing was written. `failed`: a toast has said why. */
type SaveResult = 'saved' | 'conflict' | 'failed'

/** Unsaved text and the version that it was made from. */
interface Discarded {
  readonly text: string
  readonly base: DiskVersion
}

export interface Saving {
  /** The version that the text was made from. */
  readonly base: DiskVersion
  readonly dirty: boolean
  readonly busy: boolean
  /** What the disk has instead of `base`; `null` while it has `base`. */
  readonly theirs: Theirs | null
  /** Saves the text in the place of `base`, or of another version that the user has seen. */
  readonly save: (onto?: DiskVersion) => Promise<SaveResult>
  /** Creates the file that is gone. */
  readonly saveAgain: () => Promise<SaveResult>
  /** Shows the version on the disk. Returns what it discarded, for `undoDiscard`. */
  readonly discard: () => Discarded
  /** Restores the text, and with it the conflict. */
  readonly undoDiscard: (discarded: Discarded) => void
}

/** The file that is edited. */
export interface EditedFile {
  readonly opened: StandardDraft
  readonly draft: Draft | null
  /** What the disk has now; `null`: the file is gone; `undefined`: not known yet. */
  readonly onDisk: StandardDraft | null | undefined
}

/** Saves the text of a file, and notices when the file changes on the disk. */
export function useSaving(
  id: string,
  writing: Writing,
  file: EditedFile & { readonly isComparing: boolean },
): Saving {
  const bridge = useBridgeClient()
  const { apply, current } = writing
  const disk = useDisk(writing, file)
  const { base, adopt } = disk
  const write = useWrite(id, writing, file, disk)

  return {
    base,
    dirty: writing.text !== base.text,
    busy: write.busy,
    theirs: disk.theirs,
    save: (onto = base) =>
      write.run(async (text) => {
        const outcome = await bridge.call('standards.save', { id, text, version: onto.version })
        if (outcome.kind === 'conflict') return outcome.theirs ?? 'gone'
        if (outcome.otherNames > 0) toast(HARD_LINK_NOTICE)
        return { text, version: outcome.version, savedAt: outcome.savedAt }
      }),
    saveAgain: () =>
      write.run(async (text) => {
        const { version } = await bridge.call('standards.create', { id, text })
        return { text, version, savedAt: Date.now() }
      }),
    discard() {
      const discarded = { text: current(), base }
      const next = disk.theirs === null || disk.theirs === 'gone' ? base : disk.theirs
      flushSync(() => {
        adopt(next)
        apply(next.text)
      })
      return discarded
    },
    undoDiscard(discarded) {
      disk.setBase(discarded.base)
      apply(discarded.text)
    },
  }
}

/** A save that is under way, and the last one. */
interface SaveState {
  /** The text that is being written. */
  savingText: string | null
  /** The version on the disk that was known before the last save, and is older than it. */
  outdated: { readonly onDisk: StandardDraft | null | undefined } | null
}

interface Disk {
  readonly base: DiskVersion
  readonly setBase: (base: DiskVersion) => void
  readonly theirs: Theirs | null
  readonly setTheirs: (theirs: Theirs) => void
  /** Takes a version as the one that the text was made from. */
  readonly adopt: (next: DiskVersion) => void
  readonly saveState: { readonly current: SaveState }
}

/** Compares each version on the disk with the text. */
function useDisk(
  { apply, current }: Writing,
  { opened, draft, onDisk, isComparing }: EditedFile & { readonly isComparing: boolean },
): Disk {
  const [base, setBase] = useState<DiskVersion>({
    text: opened.text,
    // A draft was made from what the disk had when it was written.
    version: draft?.version ?? opened.version,
    savedAt: opened.savedAt,
  })
  const [theirs, setTheirs] = useState<Theirs | null>(null)
  const saveState = useRef<SaveState>({ savingText: null, outdated: null })

  const adopt = useCallback((next: DiskVersion) => {
    setBase(next)
    setTheirs(null)
  }, [])

  useEffect(() => {
    if (onDisk === undefined || saveState.current.outdated?.onDisk === onDisk) return
    saveState.current.outdated = null
    if (onDisk === null) {
      setTheirs('gone')
      return
    }
    const disk: DiskVersion = { text: onDisk.text, version: onDisk.version, savedAt: onDisk.savedAt }
    const { savingText } = saveState.current
    const step = diskStep(disk, { text: current(), base, savingText, isComparing })
    if (step === 'same') setTheirs(null)
    else if (step === 'conflict') setTheirs(disk)
    else if (step !== 'own-save') adopt(disk)
    if (step === 'reload') apply(disk.text)
  }, [onDisk, base, isComparing, adopt, apply, current])

  return { base, setBase, theirs, setTheirs, adopt, saveState }
}

interface Write {
  readonly busy: boolean
  /** Writes the newest text. `write` returns the version that the disk has then. */
  readonly run: (write: (text: string) => Promise<Theirs>) => Promise<SaveResult>
}

/** Writes one text at a time. */
function useWrite(
  id: string,
  { current }: Writing,
  { opened, onDisk }: EditedFile,
  { adopt, setTheirs, saveState }: Disk,
): Write {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const newestOnDisk = useRef(onDisk)
  useEffect(() => {
    newestOnDisk.current = onDisk
  }, [onDisk])

  /** Replaces a response that was requested before the save: it would look like a change of the file. */
  async function replaceResponse(saved: DiskVersion): Promise<void> {
    const queryKey = ['standards.draft', { id }]
    await queries.cancelQueries({ queryKey })
    queries.setQueryData<StandardDraft | null>(queryKey, (known) => ({ ...(known ?? opened), ...saved }))
  }

  async function run(write: (text: string) => Promise<Theirs>): Promise<SaveResult> {
    if (busy) return 'failed'
    setBusy(true)
    try {
      const text = current()
      saveState.current.savingText = text
      const result = await write(text)
      if (result === 'gone' || result.text !== text) {
        setTheirs(result)
        return 'conflict'
      }
      saveState.current.outdated = { onDisk: newestOnDisk.current }
      await replaceResponse(result)
      flushSync(() => adopt(result))
      return 'saved'
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      toastFailure(error)
      return 'failed'
    } finally {
      saveState.current.savingText = null
      setBusy(false)
    }
  }

  return { busy, run }
}
