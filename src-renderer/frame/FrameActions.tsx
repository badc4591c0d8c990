import {
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconSun,
} from '@tabler/icons-react'
import { formatCount } from '../../src-shared/format.ts'
import { toast } from '../components/toasts.tsx'
import { useActions } from '../state/actions.ts'
import { useAppState } from '../state/app-state.tsx'
import { go } from '../state/location.ts'
import { newStandardPath } from '../state/paths.ts'
import { useBridgeMutation } from '../state/use-bridge.ts'
import { useTheme } from '../use-theme.ts'

/** Registers the palette's actions that are available in every view. Renders nothing. */
export function FrameActions() {
  const paused = useAppState((state) => state.endpoint.state === 'paused')
  const dark = useTheme() === 'dark'
  const pause = useBridgeMutation('serving.pause')
  const change = useBridgeMutation('settings.change')
  const reindex = useBridgeMutation('library.reindex', {
    onDone: ({ changed }) => toast(`The index is up to date, ${formatCount(changed, 'file')} changed`),
  })
  useActions([
    {
      id: 'standards.new',
      label: (words) => (words === '' ? 'New standard' : `New standard “${words}”`),
      icon: IconPlus,
      keyId: 'standards.new',
      also: 'write create',
      run: (words) => go(newStandardPath(words === '' ? {} : { title: words })),
    },
    {
      id: 'library.reindex',
      label: 'Compare the index with the folder',
      also: 'reindex refresh check library',
      icon: IconRefresh,
      run: () => reindex.mutate({ force: false }),
    },
    {
      id: 'serving.pause',
      label: paused ? 'Resume serving' : 'Pause serving',
      also: 'endpoint http stop start',
      icon: paused ? IconPlayerPlay : IconPlayerPause,
      run: () => pause.mutate({ paused: !paused }),
    },
    {
      id: 'window.theme',
      label: dark ? 'Light theme' : 'Dark theme',
      also: 'colours appearance mode',
      icon: dark ? IconSun : IconMoon,
      run: () => change.mutate({ window: { theme: dark ? 'light' : 'dark' } }),
    },
  ])
  return null
}
