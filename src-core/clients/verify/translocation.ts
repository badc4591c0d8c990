import type { StartCommand } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'

/** True for the random path from which macOS runs an app that is still in its download folder (App Translocation). */
export function isTranslocated({ command, args }: StartCommand): boolean {
  return [command, ...args].some((path) => path.includes('/AppTranslocation/'))
}

/** @throws PlumblineError `app-translocated` for a translocated path, which changes at every start of the app */
export function rejectTranslocated(starts: readonly StartCommand[]): void {
  if (!starts.some(isTranslocated)) return
  throw new PlumblineError(
    'app-translocated',
    'macOS runs Plumbline from a temporary place, because it is still in the folder to which it was downloaded.',
    'Quit Plumbline, drag it to the Applications folder in Finder, and open it there; then connect.',
  )
}
