import { openActivity } from './activity/open-activity.ts'
import { type Core, type CoreOptions, createCore } from './create-core.ts'
import type { Activity } from './services/activity.ts'
import type { CataloguedLibrary } from './services/catalogue.ts'
import { createCataloguedLibrary } from './services/create-catalogue.ts'

/** The engine of a process that shows what there is: a host of the window, or a command in a terminal. */
export type HostCore = Core<CataloguedLibrary, Activity>

/** @throws as `createCore` */
export function createHostCore(options: CoreOptions): HostCore {
  return createCore(options, { createLibrary: createCataloguedLibrary, openLog: openActivity })
}
