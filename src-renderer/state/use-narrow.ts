import { useMediaQuery } from '@mantine/hooks'

/** True where the window is too narrow for words in the navigation and for three panes side by side. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 999px)', false, { getInitialValueInEffect: false })
}
