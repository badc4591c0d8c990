import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconExternalLink, IconFolderOpen, IconTool } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { standardPath } from '../../state/paths.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { lineChangeLabel, wrongRange } from './line-changes.ts'
import { useQuickFix } from './use-quick-fix.tsx'

/** Lines shown before and after the line of the problem. */
const CONTEXT_LINES = 2
const AREAS = ['library', 'errors'] as const

/** The lines of the file around the problem, and the button of its quick fix if there is one. */
export function ErrorLines({ group: { where, line, code } }: { readonly group: ErrorGroup }) {
  const context = useBridge(
    'errors.lines',
    { id: where, line: line ?? 1, around: CONTEXT_LINES },
    { area: AREAS },
  )
  const fix = useQuickFix(where, code, line)
  useKey('standards.fix', () => void fix?.run(), fix !== null)
  return (
    <>
      <div className="error-file">
        <Link href={standardPath(where)} className="ellipsis">
          {where}
        </Link>
        <ExternalButtons id={where} line={line} />
      </div>
      {context.data && line !== null ? (
        <ol className="error-lines mono" start={context.data.first}>
          {context.data.lines.map((text, at) => {
            const number = (context.data?.first ?? 1) + at
            return <FileLine key={number} number={number} text={text} isWrong={number === line} />
          })}
        </ol>
      ) : null}
      {fix === null ? null : (
        <div className="error-fix">
          <Button
            leftSection={<IconTool size={14} stroke={1.5} />}
            rightSection={<KeyHint id="standards.fix" joined />}
            disabled={fix.blocked}
            onClick={() => void fix.run()}
          >
            {fix.label}
          </Button>
          <span>
            {lineChangeLabel(fix.change)}{' '}
            {fix.change.lines.length === 1 ? <code>{fix.change.lines[0]}</code> : null}
          </span>
        </div>
      )}
    </>
  )
}

function FileLine({
  number,
  text,
  isWrong,
}: {
  readonly number: number
  readonly text: string
  readonly isWrong: boolean
}) {
  const range = wrongRange(text)
  return (
    <li data-wrong={isWrong || undefined} value={number}>
      <span className="error-line-number" aria-hidden="true">
        {number}
      </span>
      {isWrong ? (
        <span>
          {text.slice(0, range.start)}
          <mark>{text.slice(range.start, range.stop)}</mark>
          {text.slice(range.stop)}
        </span>
      ) : (
        <span>{text}</span>
      )}
    </li>
  )
}

/** Buttons that open the file in other programs. A host without a desktop has none. */
function ExternalButtons({ id, line }: { readonly id: string; readonly line: number | null }) {
  const canReveal = useAppState((state) => state.host.can.reveal)
  const open = useBridgeMutation('standards.openOutside')
  const reveal = useBridgeMutation('standards.reveal')
  if (!canReveal) return null
  return (
    <span className="error-external">
      <Tooltip label="Show in folder">
        <ActionIcon
          size="xs"
          aria-label="Show in folder"
          disabled={reveal.blocked}
          onClick={() => reveal.mutate({ id })}
        >
          <IconFolderOpen size={14} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Open in another editor">
        <ActionIcon
          size="xs"
          aria-label="Open in another editor"
          disabled={open.blocked}
          onClick={() => open.mutate({ id, ...(line === null ? {} : { line }) })}
        >
          <IconExternalLink size={14} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
