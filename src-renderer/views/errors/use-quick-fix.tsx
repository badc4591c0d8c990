import { useMemo, useState } from 'react'
import { inspectText } from '../../../src-shared/standard/inspect-text.ts'
import { applyFix, type FixedText } from '../../../src-shared/standard/quick-fixes/quick-fixes.ts'
import type { CallError } from '../../bridge/bridge.ts'
import { toast, toastFailure } from '../../components/toasts.tsx'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { compareLines, type LineChange } from './line-changes.ts'

/** The quick fix for a problem of a file. */
export interface QuickFix {
  /** `Add quotes` */
  readonly label: string
  /** The lines of the file that it changes. */
  readonly change: LineChange
  readonly blocked: boolean
  /** Writes the fixed file. A toast shows the outcome, and can undo it. */
  readonly run: () => Promise<void>
}

const CONFLICT = {
  code: 'conflict',
  message: 'The file has changed on the disk.',
  remedy: 'Nothing was written. Check the new text of the file.',
} as const

/** The quick fix for a problem; `null` when the problem has none, or the file cannot be read. */
export function useQuickFix(id: string, code: string, line: number | null): QuickFix | null {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [isBusy, setBusy] = useState(false)
  const draft = useBridge('standards.draft', { id }, { area: ['library', 'errors'] }).data
  const fixed = useMemo(() => (draft ? fixText(id, draft.text, code, line) : null), [draft, id, code, line])
  if (!draft || !fixed) return null

  const save = (text: string, version: string) => bridge.call('standards.save', { id, text, version })

  async function undo(version: string): Promise<void> {
    try {
      const outcome = await save(draft?.text ?? '', version)
      if (outcome.kind === 'conflict') toastFailure(CONFLICT)
    } catch (error) {
      toastFailure(error as CallError)
    }
  }

  async function run(): Promise<void> {
    if (!draft || !fixed || isBusy || !online) return
    setBusy(true)
    try {
      const outcome = await save(fixed.text, draft.version)
      if (outcome.kind === 'conflict') return toastFailure(CONFLICT)
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

  return {
    label: fixed.label,
    change: compareLines(draft.text, fixed.text),
    blocked: isBusy || !online,
    run,
  }
}

/** Fixes a problem of a text. Returns `null` when the text does not have the problem, or the problem has no quick fix. */
function fixText(id: string, text: string, code: string, line: number | null): FixedText | null {
  const { problems } = inspectText(id, text)
  const problem = problems.find((candidate) => candidate.code === code && candidate.line === line)
  return problem && problem.fix !== null ? applyFix(text, code, line, id) : null
}
