import { Button, Tooltip } from '@mantine/core'
import type { StandardView } from '../../../src-shared/contract/editing.ts'
import { formatBytes, formatCount, formatNumber } from '../../../src-shared/format.ts'
import { DEFAULTS_KEYS } from '../../../src-shared/standard/folder-defaults.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { useOnline } from '../../state/bridge-context.tsx'
import { checklistOf } from './document-body.ts'
import { folderOfPath, useFolderDefaults } from './use-folder-defaults.tsx'

/** Dates, size and contents of the file. */
export function Facts({ view }: { readonly view: StandardView }) {
  const created = view.createdAt === null ? Number.NaN : Date.parse(view.createdAt)
  return (
    <section className="side-part" aria-label="Facts">
      <div className="side-head">
        <h2>Facts</h2>
      </div>
      <dl className="facts figures">
        <Fact name="Updated">
          <TimeAgo at={Date.parse(view.updated)} ago />
        </Fact>
        {Number.isNaN(created) ? null : (
          <Fact name="Created">
            <TimeAgo at={created} ago />
          </Fact>
        )}
        {view.checklist === 0 ? null : (
          <Fact name="Checklist">
            {formatCount(view.checklist, 'item')}
            <CopyButton
              label="Copy the checklist"
              text={() => checklistOf(view.text.slice(view.bodyStart))}
            />
          </Fact>
        )}
        {view.examples === 0 ? null : <Fact name="Examples">{formatNumber(view.examples)}</Fact>}
        {view.globs.length === 0 ? null : (
          <Fact name="Files">
            <Tooltip label={view.globs.join(', ')} multiline maw={360}>
              <span className="mono ellipsis">{view.globs.join(', ')}</span>
            </Tooltip>
          </Fact>
        )}
        <FolderDefaultsFacts from={view.defaultsFrom} />
        <Fact name="Size">{formatBytes(view.size)}</Fact>
      </dl>
    </section>
  )
}

/** The files that give what the standard does not state; a press edits one. */
function FolderDefaultsFacts({ from }: { readonly from: StandardView['defaultsFrom'] }) {
  const open = useFolderDefaults()
  const online = useOnline()
  const keys = DEFAULTS_KEYS.filter((key) => from[key] !== undefined)
  return [...new Set(keys.map((key) => from[key]))].map((path) =>
    path === undefined ? null : (
      <Fact key={path} name="Defaults">
        <Tooltip label={`${keys.filter((key) => from[key] === path).join(', ')} from ${path}`}>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!online}
            onClick={() => open(folderOfPath(path))}
          >
            {keys.filter((key) => from[key] === path).join(', ')}
          </Button>
        </Tooltip>
      </Fact>
    ),
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
