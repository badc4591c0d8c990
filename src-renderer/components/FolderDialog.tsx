import { ActionIcon, Button, Modal, ScrollArea, TextInput, Tooltip } from '@mantine/core'
import { IconArrowUp, IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { useBridge } from '../state/use-bridge.ts'
import { describeFolder, isUsable } from './describe-folder.ts'
import { useFocusReturn } from './use-focus-return.ts'
import './folder-dialog.css'

/** A folder on the host's disk that the user has chosen. `create`: it does not exist yet. */
export interface ChosenFolder {
  readonly path: string
  readonly create: boolean
}

/** Browses the folders of a host that has no system dialog for it. */
export function FolderDialog({
  title,
  start,
  onDone,
}: {
  readonly title: string
  /** The folder to begin with; absent: the user's home. */
  readonly start?: string
  /** Called with `null` when the user cancels. */
  readonly onDone: (chosen: ChosenFolder | null) => void
}) {
  useFocusReturn()
  const [path, setPath] = useState(start)
  const [typed, setTyped] = useState<string | null>(null)
  const inspection = useBridge('folders.inspect', path === undefined ? {} : { path }, {
    area: 'settings',
    keep: true,
  })
  const { data, error } = inspection
  // Until the response for `path` comes, `data` is of the folder before.
  const isSettled = data !== undefined && error === null && !inspection.isPlaceholderData
  const shown = typed ?? path ?? data?.path ?? ''

  function open(next: string): void {
    setTyped(null)
    setPath(next)
  }

  function choose(): void {
    if (isSettled && isUsable(data)) onDone({ path: data.path, create: !data.exists })
  }

  return (
    <Modal opened onClose={() => onDone(null)} title={title} size={520}>
      <form
        className="folder-dialog"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== null && typed !== data?.path) open(typed)
          else choose()
        }}
      >
        <div className="folder-path">
          <Tooltip label="The folder above">
            <ActionIcon
              aria-label="The folder above"
              disabled={!data?.parent}
              onClick={() => data?.parent && open(data.parent)}
            >
              <IconArrowUp size={14} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
          <TextInput
            data-autofocus
            aria-label="Folder"
            className="mono"
            value={shown}
            error={error ? `${error.message} ${error.remedy}` : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => typed !== null && typed.trim() !== '' && open(typed)}
          />
        </div>
        <ScrollArea className="folder-list" type="auto">
          {data?.folders.map((name) => (
            <button type="button" key={name} onClick={() => open(join(data.path, name))}>
              <IconFolder size={14} stroke={1.5} />
              {name}
            </button>
          ))}
          {data && data.folders.length === 0 ? (
            <p className="secondary">{data.exists ? 'No folders in it.' : 'There is no such folder yet.'}</p>
          ) : null}
        </ScrollArea>
        <div className="folder-foot">
          <span className="secondary">{data && !error ? describeFolder(data) : null}</span>
          <Button onClick={() => onDone(null)}>Cancel</Button>
          <Button variant="filled" disabled={!isSettled || !isUsable(data)} onClick={choose}>
            {data && !data.exists ? 'Create and use it' : 'Use this folder'}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Joins with the separator that the host's paths use. */
function join(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
