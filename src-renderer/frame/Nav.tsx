import { Tooltip } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from 'wouter'
import { KeyHint } from '../components/KeyHint.tsx'
import { PlumbBob } from '../components/PlumbBob.tsx'
import { useAppStateIfAny } from '../state/app-state.tsx'
import { useNarrow } from '../state/use-narrow.ts'
import { VIEWS, type View } from '../views/registry.ts'
import { openPalette } from './Palette.tsx'

const GROUPS = ['Library', 'Traffic', 'Setup'] as const

/** The navigation: 192 px wide with labels and counts; in a narrow window 48 px with icons and dots. */
export function Nav({ current }: { readonly current: string }) {
  const narrow = useNarrow()
  return (
    <nav className="nav" aria-label="Views" data-area="nav" tabIndex={-1}>
      <div className="mark">
        <PlumbBob line={16} />
        <span className="nav-word">Plumbline</span>
      </div>
      <Tooltip label="Jump to" position="right" disabled={!narrow}>
        <button
          type="button"
          className="jump"
          onClick={openPalette}
          aria-label={narrow ? 'Jump to' : undefined}
        >
          <IconSearch size={14} stroke={1.5} />
          <span className="nav-word">Jump to</span>
          <span className="nav-word jump-key">
            <KeyHint id="palette.open" joined />
          </span>
        </button>
      </Tooltip>
      {GROUPS.map((group) => (
        <section key={group} className="nav-group" aria-label={group}>
          <div className="nav-label" aria-hidden="true">
            {group}
          </div>
          {VIEWS.filter((view) => view.group === group).map((view) => (
            <NavItem key={view.name} view={view} current={view.name === current} narrow={narrow} />
          ))}
        </section>
      ))}
    </nav>
  )
}

function NavItem({
  view,
  current,
  narrow,
}: {
  readonly view: View
  readonly current: boolean
  readonly narrow: boolean
}) {
  const text = useAppStateIfAny((state) => view.count(state)?.text)
  const tone = useAppStateIfAny((state) => view.count(state)?.tone)
  const name = text === undefined ? view.title : `${view.title}, ${text}`
  return (
    <Tooltip label={name} position="right" disabled={!narrow}>
      <Link
        href={`/${view.name}`}
        className="nav-item"
        aria-label={narrow ? name : undefined}
        aria-current={current ? 'page' : undefined}
      >
        <view.icon size={16} stroke={1.5} className="nav-icon" aria-hidden="true" />
        <span className="nav-word">{view.title}</span>
        {text === undefined ? null : (
          <span className="nav-count figures" data-tone={tone}>
            {tone === 'quiet' ? null : <span className="dot" />}
            <span className="nav-word">{text}</span>
          </span>
        )}
      </Link>
    </Tooltip>
  )
}
