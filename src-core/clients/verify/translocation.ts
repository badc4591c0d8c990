import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { StartCommand } from '../table/client-profile.ts'

/** True for the random path under which macOS runs an app that was not moved out of where it was downloaded to. */
export function isTranslocated({ command, args }: StartCommand): boolean {
  return [command, ...args].some((path) => path.includes('/AppTranslocation/'))
}

/** @throws PlumblineError `app-translocated`: the path would be gone at the next start */
export function rejectTranslocated(starts: readonly StartCommand[]): void {
  if (!starts.some(isTranslocated)) return
  throw new PlumblineError(
    'app-translocated',
    'macOS runs Plumbline from a temporary place, because it was not moved out of the folder that it was downloaded to.',
    'Quit Plumbline, drag it to the Applications folder in Finder, and open it there; then connect.',
  )
}
