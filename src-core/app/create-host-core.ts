import { type Activity, openActivity } from '../activity/activity.ts'
import { createListedLibrary } from '../library/list/create-listed-library.ts'
import type { ListedLibrary } from '../library/list/listed-library.ts'
import { type Core, type CoreOptions, createCore } from './create-core.ts'

/** The engine of a process that shows what there is: a host of the window, or a command in a terminal. */
export type HostCore = Core<ListedLibrary, Activity>

/** @throws as `createCore` */
export function createHostCore(options: CoreOptions): HostCore {
  return createCore(options, { createLibrary: createListedLibrary, openLog: openActivity })
}
