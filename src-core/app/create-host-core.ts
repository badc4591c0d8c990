import type { Activity } from '../activity/activity.ts'
import { openActivity } from '../activity/open-activity.ts'
import { createListedLibrary } from '../library/list/create-listed-library.ts'
import type { ListedLibrary } from '../library/list/listed-library.ts'
import { type Core, type CoreOptions, createCore } from './create-core.ts'

/** The engine of a process that shows the library and the activity: a host of the window, or a terminal command. */
export type HostCore = Core<ListedLibrary, Activity>

/** @throws the errors of {@link createCore} */
export function createHostCore(options: CoreOptions): HostCore {
  return createCore(options, { createLibrary: createListedLibrary, openLog: openActivity })
}
