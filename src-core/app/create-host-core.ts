import type { Activity } from '../activity/activity.ts'
import { openActivity } from '../activity/open-activity.ts'
import { type Core, type CoreOptions, createCore } from './create-core.ts'

/** The engine of a process that shows the request log: a host of the window, or a command in a terminal. */
export type HostCore = Core<Activity>

/** @throws PlumblineError as `createCore` */
export function createHostCore(options: CoreOptions): HostCore {
  return createCore(options, openActivity)
}
