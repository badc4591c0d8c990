import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ClientStatus } from '../../../src-shared/contract/clients.ts'
import { shortenPath } from '../../../src-shared/format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { splitPathEnd } from './card-labels.ts'
import './client.css'

/** The two-letter icon of a client. */
export function Monogram({ children }: { readonly children: ReactNode }) {
  return (
    <span className="monogram" aria-hidden="true">
      {children}
    </span>
  )
}

/** The path of a client's configuration file, truncated in the middle if necessary. A tooltip has the full paths. */
export function ClientFilePath({ files }: { readonly files: ClientStatus['files'] }) {
  const userHome = useAppState((state) => state.host.userHome)
  const [first, ...more] = files
  if (first === undefined) return null
  const { start, end } = splitPathEnd(shortenPath(first, userHome))
  return (
    <Tooltip
      multiline
      maw={520}
      label={files.map((file) => (
        <div key={file} className="mono">
          {file}
        </div>
      ))}
    >
      <div className="client-path mono">
        <span className="ellipsis">{start}</span>
        <span>{end}</span>
        {more.length > 0 ? <span className="client-more">+{more.length}</span> : null}
      </div>
    </Tooltip>
  )
}
