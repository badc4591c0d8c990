import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconExternalLink, IconFolderOpen, IconTool } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { ErrorGroup } from '../../../src-shared/contract/activity.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { standardPath } from '../../state/paths.ts'
import { useBridge, useBridgeMutation } from '../../state/use-bridge.ts'
import { useKey } from '../../state/use-keys.ts'
import { wrongPart } from './file-lines.ts'
import { useQuickFix } from './use-quick-fix.tsx'

const AROUND = 2
const AREAS = ['library', 'errors'] as const

/** The lines of the file around what is wrong, and the button that mends it where a machine can. */
export function ErrorLines({ group: { where, line, code } }: { readonly group: ErrorGroup }) {
  const found = useBridge('errors.lines', { id: where, line: line ?? 1, around: AROUND }, { area: AREAS })
  const mend = useQuickFix(where, code, line)
  useKey('standards.fix', () => void mend?.run(), mend !== null)
  return (
    <>
      <div className="error-file">
        <Link href={standardPath(where)} className="ellipsis">
          {where}
        </Link>
        <OutsideButtons id={where} line={line} />
      </div>
      {found.data && line !== null ? (
        <ol className="error-lines mono" start={found.data.first}>
          {found.data.lines.map((text, at) => {
            const number = (found.data?.first ?? 1) + at
            return <FileLine key={number} number={number} text={text} isWrong={number === line} />
          })}
        </ol>
      ) : null}
      {mend === null ? null : (
        <div className="error-mend">
          <Button
            leftSection={<IconTool size={14} stroke={1.5} />}
            rightSection={<KeyHint id="standards.fix" joined />}
            disabled={mend.blocked}
            onClick={() => void mend.run()}
          >
            {mend.label}
          </Button>
          <span>{mend.change}</span>
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
  const part = wrongPart(text)
  return (
    <li data-wrong={isWrong || undefined} value={number}>
      <span className="error-line-number" aria-hidden="true">
        {number}
      </span>
      {isWrong ? (
        <span>
          {text.slice(0, part.start)}
          <mark>{text.slice(part.start, part.stop)}</mark>
          {text.slice(part.stop)}
        </span>
      ) : (
        <span>{text}</span>
      )}
    </li>
  )
}

/** Only where the host has a desktop to open things on. */
function OutsideButtons({ id, line }: { readonly id: string; readonly line: number | null }) {
  const canReveal = useAppState((state) => state.host.can.reveal)
  const open = useBridgeMutation('standards.openOutside')
  const reveal = useBridgeMutation('standards.reveal')
  if (!canReveal) return null
  return (
    <span className="error-outside">
      <Tooltip label="Show in its folder">
        <ActionIcon
          size="xs"
          aria-label="Show in its folder"
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
