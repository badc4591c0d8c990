import { useMemo, useState } from 'react'
import { inspectText } from '../../../src-shared/standard/inspect-text.ts'
import { applyFix, type FixedText } from '../../../src-shared/standard/quick-fixes/quick-fixes.ts'
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
  const fixed = useMemo(() => (draft ? fixOf(id, draft.text, code, line) : null), [draft, id, code, line])
  if (!draft || !fixed) return null

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
    if (!draft || !fixed || busy || !online) return
    setBusy(true)
    try {
      const outcome = await save(fixed.text, draft.version)
      if (outcome.kind === 'conflict') return toastFailure(CHANGED)
      toast(
        <>
          Fixed <code>{id}</code>
        </>,
        () => void undo(outcome.version),
      )
    } catch (error) {
      toastFailure(error as CallError)
    } finally {
      setBusy(false)
    }
  }

  const change = describeChange(draft.text, fixed.text)
  return { label: fixed.label, change, blocked: busy || !online, run }
}

/** The text without the problem; `null` when it has no such problem, or no quick fix for it. */
function fixOf(id: string, text: string, code: string, line: number | null): FixedText | null {
  const { problems } = inspectText(id, text)
  const problem = problems.find((candidate) => candidate.code === code && candidate.line === line)
  return problem && problem.fix !== null ? applyFix(text, code, line) : null
}
