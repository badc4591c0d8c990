import {
  type Icon,
  IconActivity,
  IconAlertTriangle,
  IconBook2,
  IconBulb,
  IconDatabase,
  IconPlugConnected,
  IconSettings,
} from '@tabler/icons-react'
import type { ComponentType, LazyExoticComponent } from 'react'
import type { AppState } from '../../src-shared/contract/contract.ts'
import { formatNumber } from '../../src-shared/format.ts'
import type { KeyId } from '../keys.ts'
import { loadLate } from '../load-late.ts'

/** What stands beside a view's name: a text, and how urgent it is. In the rail anything but `quiet` is a dot. */
interface Count {
  readonly text: string
  readonly tone: 'quiet' | 'warn' | 'err'
}

export interface View {
  /** The first part of its paths. */
  readonly name: string
  readonly title: string
  readonly group: 'Library' | 'Traffic' | 'Setup'
  readonly icon: Icon
  readonly goKey: KeyId
  readonly Component: LazyExoticComponent<ComponentType>
  /** Counts come from the state alone. `null`: nothing to count. */
  readonly count: (state: AppState) => Count | null
}

const quiet = (count: number): Count | null =>
  count > 0 ? { text: formatNumber(count), tone: 'quiet' } : null

/** The views in the order of the navigation; each is loaded when it is first shown. */
export const VIEWS: readonly View[] = [
  {
    name: 'standards',
    title: 'Standards',
    group: 'Library',
    icon: IconBook2,
    goKey: 'go.standards',
    Component: loadLate(async () => (await import('./standards/StandardsView.tsx')).StandardsView),
    count: ({ library }) => quiet(library.standards),
  },
  {
    name: 'insights',
    title: 'Insights',
    group: 'Library',
    icon: IconBulb,
    goKey: 'go.insights',
    Component: loadLate(async () => (await import('./insights/InsightsView.tsx')).InsightsView),
    count: ({ counts }) => quiet(counts.gaps),
  },
  {
    name: 'activity',
    title: 'Activity',
    group: 'Traffic',
    icon: IconActivity,
    goKey: 'go.activity',
    Component: loadLate(async () => (await import('./activity/ActivityView.tsx')).ActivityView),
    count: ({ counts }) =>
      counts.perMinute > 0 ? { text: `${formatNumber(counts.perMinute)}/min`, tone: 'quiet' } : null,
  },
  {
    name: 'cache',
    title: 'Cache',
    group: 'Traffic',
    icon: IconDatabase,
    goKey: 'go.cache',
    Component: loadLate(async () => (await import('./cache/CacheView.tsx')).CacheView),
    count: ({ counts }) => quiet(counts.cacheEntries),
  },
  {
    name: 'errors',
    title: 'Errors',
    group: 'Traffic',
    icon: IconAlertTriangle,
    goKey: 'go.errors',
    Component: loadLate(async () => (await import('./errors/ErrorsView.tsx')).ErrorsView),
    count: ({ counts }) => (counts.errors > 0 ? { text: formatNumber(counts.errors), tone: 'err' } : null),
  },
  {
    name: 'connections',
    title: 'Connections',
    group: 'Setup',
    icon: IconPlugConnected,
    goKey: 'go.connections',
    Component: loadLate(async () => (await import('./connections/ConnectionsView.tsx')).ConnectionsView),
    count: ({ counts }) =>
      counts.attention > 0 ? { text: formatNumber(counts.attention), tone: 'warn' } : null,
  },
  {
    name: 'settings',
    title: 'Settings',
    group: 'Setup',
    icon: IconSettings,
    goKey: 'go.settings',
    Component: loadLate(async () => (await import('./settings/SettingsView.tsx')).SettingsView),
    count: () => null,
  },
]

/** What is shown instead of the frame until the user chose a library or skipped. */
export const FirstRun: LazyExoticComponent<ComponentType> = loadLate(
  async () => (await import('./first-run/FirstRunView.tsx')).FirstRunView,
)

/** The view of a path; the first one where none is named. */
export function viewOf(name: string): View | undefined {
  return name === '' ? VIEWS[0] : VIEWS.find((view) => view.name === name)
}
