import type { Activity } from '../activity/activity.ts'
import { openActivity } from '../activity/open-activity.ts'
import { createCataloguedLibrary } from '../library/list/create-listed-library.ts'
import type { CataloguedLibrary } from '../library/list/listed-library.ts'
import { type Core, type CoreOptions, createCore } from './create-core.ts'

/** The engine of a process that shows what there is: a host of the window, or a command in a terminal. */
export type HostCore = Core<CataloguedLibrary, Activity>

/** @throws as `createCore` */
export function createHostCore(options: CoreOptions): HostCore {
  return createCore(options, { createLibrary: createCataloguedLibrary, openLog: openActivity })
}
