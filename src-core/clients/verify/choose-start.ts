import type { StartTest } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { StartCommand } from '../table/client-profile.ts'

/** Finds out once which of the ways to start the server works here. */
export interface StartChooser {
  /** @throws PlumblineError `installation-broken` when none does; the next call tries again */
  choose(): Promise<StartCommand>
  /** What was chosen; before that the last way, which asks the least of the machine. */
  known(): StartCommand
}

/** @param ways best first, at least one */
export function createStartChooser(
  ways: readonly StartCommand[],
  verify: (start: StartCommand) => Promise<StartTest>,
): StartChooser {
  let chosen: Promise<StartCommand> | null = null
  let known = ways.at(-1)
  async function find(): Promise<StartCommand> {
    let last: StartTest | null = null
    for (const way of ways) {
      last = await verify(way)
      if (!last.ok) continue
      known = way
      return way
    }
    throw new PlumblineError(
      'installation-broken',
      `Plumbline’s server does not start here, so nothing was written. ${last?.message ?? ''}`.trimEnd(),
      last?.remedy || '`plumbline doctor` looks for the cause.',
    )
  }
  return {
    choose() {
      chosen ??= find()
      chosen.catch(() => {
        chosen = null
      })
      return chosen
    },
    known() {
      if (!known) throw new Error('There has to be a way to start the server.')
      return known
    },
  }
}
