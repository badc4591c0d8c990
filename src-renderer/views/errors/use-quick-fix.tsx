import { useState } from 'react'
import type { CallError } from '../../bridge/bridge.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { describeChange } from './file-lines.ts'

/** A way to mend one problem of a file. */
export interface QuickFix {
  /** `Add quotes` */
  readonly label: string
  /** What it does to the file. */
  readonly change: string
  readonly blocked: boolean
  readonly run: () => Promise<void>
}

const CHANGED = {
  code: 'conflict',
  message: 'The file has changed on the disk.',
  remedy: 'Nothing was written; look at what it says now.',
} as const

/** @returns `null` where it takes a person, or the file cannot be opened */
export function useQuickFix(id: string, code: string, line: number | null): QuickFix | null {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [busy, setBusy] = useState(false)
  const draft = useBridge('standards.draft', { id }, { area: ['library', 'errors'] }).data
  const problem = draft?.problems.find((one) => one.code === code && one.line === line)
  const label = problem?.mend ?? null
  const mended = useBridge(
    'standards.mend',
    { id, text: draft?.text ?? '', code, line },
    { area: [], enabled: label !== null },
  ).data
  if (!draft || label === null || !mended) return null

  const save = (text: string, version: string) => bridge.call('standards.save', { id, text, version })

  async function undo(version: string): Promise<void> {
    try {
      const outcome = await save(draft?.text ?? '', version)
      if (outcome.kind === 'conflict') toastFailure(CHANGED)
    } catch (error) {
      toastFailure(error as CallError)
    }
  }

  async function run(): Promise<void> {
    if (!draft || !mended || busy || !online) return
    setBusy(true)
    try {
      const outcome = await save(mended.text, draft.version)
      if (outcome.kind === 'conflict') return toastFailure(CHANGED)
      toast(
        <>
          Mended <code>{id}</code>
        </>,
        () => void undo(outcome.version),
      )
    } catch (error) {
      toastFailure(error as CallError)
    } finally {
      setBusy(false)
    }
  }

  return { label, change: describeChange(draft.text, mended.text), blocked: busy || !online, run }
}
