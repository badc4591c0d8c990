import type { HomeContext } from '../../command.ts'
import { printJson, printLine } from '../../output.ts'
import { openClients } from '../run-connect.ts'
import type { Check } from './check.ts'
import { checkClients } from './check-clients.ts'
import { checkHome, checkPrivacy } from './check-home.ts'
import { checkLibrary } from './check-library.ts'
import { checkPort } from './check-port.ts'
import { checkServer } from './check-server.ts'

const SIGNS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** Runs every check and prints its outcome. @returns the exit code: 1 when a check failed */
export async function runDoctor(context: HomeContext, asJson: boolean): Promise<number> {
  // Entries are right whichever library they name.
  const { clients, close } = openClients({ ...context, library: undefined })
  const checks: Check[] = []
  const show = (outcomes: readonly Check[]) => {
    checks.push(...outcomes)
    if (asJson) return
    for (const { state, name, message, remedy } of outcomes) {
      printLine(`${SIGNS[state]}  ${name}: ${message}`)
      if (remedy !== '') printLine(`      ${remedy}`)
    }
  }
  // Each check needs what the checks before it looked at.
  show(checkHome(context))
  show(await checkServer(context))
  show(checkLibrary(context))
  show(checkPrivacy(context))
  show(await checkPort(context))
  show(await checkClients(clients))
  await close()
  const failed = checks.filter(({ state }) => state === 'fail').length
  if (asJson) printJson({ ok: failed === 0, checks })
  else
    printLine(
      failed === 0 ? '\nEverything is in order.' : `\n${failed} ${failed === 1 ? 'check' : 'checks'} failed.`,
    )
  return failed === 0 ? 0 : 1
}
