import type { StartCommand, StartTest } from '../../../src-shared/contract/clients.ts'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'

/** Determines once which start command works on this machine. */
export interface StartChooser {
  /** The first command that works. @throws PlumblineError `installation-broken` when none does; the next call tries again */
  choose(): Promise<StartCommand>
  /** The chosen command; before the choice the last one, which has the fewest requirements. */
  known(): StartCommand
}

/** @param startCommands preferred first, at least one */
export function createStartChooser(
  startCommands: readonly StartCommand[],
  verify: (start: StartCommand) => Promise<StartTest>,
): StartChooser {
  let chosen: Promise<StartCommand> | null = null
  let known = startCommands.at(-1)
  async function find(): Promise<StartCommand> {
    let lastTest: StartTest | null = null
    for (const candidate of startCommands) {
      lastTest = await verify(candidate)
      if (!lastTest.ok) continue
      known = candidate
      return candidate
    }
    throw new PlumblineError(
      'installation-broken',
      `Plumbline’s server does not start here, so nothing was written. ${lastTest?.message ?? ''}`.trimEnd(),
      lastTest?.remedy || 'Run `plumbline doctor` to find the cause.',
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
      if (!known) throw new Error('No start command was given.')
      return known
    },
  }
}
