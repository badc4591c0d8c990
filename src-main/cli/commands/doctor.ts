import type { HomeInput } from '../main.ts'
import { openConnections } from './connect.ts'
import type { Check } from './doctor/check.ts'
import { checkClients } from './doctor/check-clients.ts'
import { checkHome } from './doctor/check-home.ts'
import { checkLibrary } from './doctor/check-library.ts'
import { checkPort } from './doctor/check-port.ts'
import { checkServer } from './doctor/check-server.ts'

const SIGNS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** `plumbline doctor`: looks at everything that has to be right, says what is wrong and how to mend it. Mends nothing itself. */
export async function runDoctor(input: HomeInput): Promise<number> {
  const { connections, close } = openConnections(input)
  const checks: Check[] = []
  const show = (found: readonly Check[]) => {
    checks.push(...found)
    if (input.options.json) return
    for (const { state, name, message, remedy } of found) {
      console.log(`${SIGNS[state]}  ${name}: ${message}`)
      if (remedy !== '') console.log(`      ${remedy}`)
    }
  }
  // In the order in which one thing needs the other.
  show(checkHome(input))
  show(await checkServer(input))
  show(checkLibrary(input))
  show(await checkPort(input))
  show(await checkClients(connections))
  await close()
  const failed = checks.filter(({ state }) => state === 'fail').length
  if (input.options.json) console.log(JSON.stringify({ ok: failed === 0, checks }, null, 2))
  else
    console.log(
      failed === 0 ? '\nAll is well.' : `\n${failed} ${failed === 1 ? 'thing needs' : 'things need'} you.`,
    )
  return failed === 0 ? 0 : 1
}
