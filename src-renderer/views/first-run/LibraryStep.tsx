import { Button } from '@mantine/core'
import { IconCircleCheck, IconFolder } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import type { MethodOutput } from '../../../src-shared/contract/contract.ts'
import { formatCount, shortenPath } from '../../../src-shared/format.ts'
import { filesIn } from '../../components/describe-folder.ts'
import type { ChosenFolder } from '../../components/FolderDialog.tsx'
import { useFolderPicker } from '../../components/use-folder-picker.tsx'
import { useAppState } from '../../state/app-state.tsx'
import { useBridge } from '../../state/use-bridge.ts'
import { StarterChoice } from './StarterChoice.tsx'
import { Step } from './Step.tsx'

/** `fixed`: Plumbline was started for a folder, so the user cannot choose one. */
export type Choice = 'starters' | 'mine' | 'fixed'

/** @param excluded names of the groups of starter standards that are not wanted */
export function LibraryStep({
  choice,
  onChoice,
  excluded,
  onExcluded,
  folder,
  onFolder,
}: {
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
  readonly excluded: ReadonlySet<string>
  readonly onExcluded: (excluded: ReadonlySet<string>) => void
  readonly folder: ChosenFolder | null
  readonly onFolder: (folder: ChosenFolder) => void
}) {
  const userHome = useAppState((state) => state.host.userHome)
  const current = useAppState((state) => state.library.library)
  const configured = useAppState((state) => state.settings.library)
  const { data } = useBridge('welcome.inspect', {}, { area: 'settings' })
  const picker = useFolderPicker('Choose the folder with your standards', onFolder)
  const isFixed = data !== undefined && current !== (configured ?? data.folder)
  useEffect(() => {
    if (isFixed) onChoice('fixed')
  }, [isFixed, onChoice])

  if (choice === 'fixed')
    return (
      <Step number={1} title="Your library">
        <div className="choice">
          <h3 className="mono">{shortenPath(current, userHome)}</h3>
          <p>Plumbline was started for this folder. Start it without a library to choose one.</p>
        </div>
      </Step>
    )
  return (
    <Step number={1} title="Choose your library">
      <div className="choices" role="radiogroup" aria-label="Your library">
        <ChoiceCard
          title={
            data
              ? `Start with ${formatCount(countStarters(data, excluded), 'standard')}`
              : 'Start with ready standards'
          }
          selected={choice === 'starters'}
          onSelect={() => onChoice('starters')}
        >
          {data ? (
            <p>
              General ones and those selected below. Copied to{' '}
              <code>{shortenPath(data.folder, userHome)}</code>, yours to change.
            </p>
          ) : null}
        </ChoiceCard>
        <ChoiceCard
          title="Use a folder of mine"
          selected={choice === 'mine'}
          onSelect={() => onChoice('mine')}
          action={
            choice === 'mine' || folder ? (
              <Button
                size="xs"
                leftSection={<IconFolder size={14} stroke={1.5} />}
                onClick={() => picker.open(folder?.path)}
              >
                {folder ? 'Choose another' : 'Choose the folder'}
              </Button>
            ) : null
          }
        >
          {folder ? (
            <OwnFolder folder={folder} path={shortenPath(folder.path, userHome)} />
          ) : (
            <p>Any folder with markdown files. A file changes only when you edit it.</p>
          )}
        </ChoiceCard>
      </div>
      {data && choice === 'starters' ? (
        <StarterChoice groups={data.groups} excluded={excluded} onExcluded={onExcluded} />
      ) : null}
      {picker.dialog}
    </Step>
  )
}

function countStarters(
  { general, groups }: MethodOutput<'welcome.inspect'>,
  excluded: ReadonlySet<string>,
): number {
  return groups.reduce((sum, { name, standards }) => (excluded.has(name) ? sum : sum + standards), general)
}

function OwnFolder({ folder, path }: { readonly folder: ChosenFolder; readonly path: string }) {
  const { data } = useBridge('folders.inspect', { path: folder.path }, { area: 'settings' })
  return (
    <p>
      <code title={folder.path}>{path}</code>
      {folder.create ? ', which will be created' : null}
      {data?.exists ? `, ${filesIn(data)}` : null}
    </p>
  )
}

function ChoiceCard({
  title,
  selected,
  onSelect,
  action,
  children,
}: {
  readonly title: string
  readonly selected: boolean
  readonly onSelect: () => void
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className="choice" data-selected={selected || undefined}>
      <label>
        <input type="radio" name="library" checked={selected} onChange={onSelect} />
        <span className="choice-title">{title}</span>
        {selected ? (
          <IconCircleCheck className="choice-tick" size={16} stroke={1.5} aria-hidden="true" />
        ) : null}
      </label>
      {children}
      {action}
    </div>
  )
}
