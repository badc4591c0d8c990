import type { Clients } from '../../../../src-core/clients/clients.ts'
import type { ClientStatus } from '../../../../src-shared/contract/clients.ts'
import type { Check } from './check.ts'

/** Checks each installed client: its file, its entry, and the command of the entry, by starting it. */
export async function checkClients(clients: Clients): Promise<Check[]> {
  const checks: Check[] = []
  for (const card of clients.list()) {
    if (card.state === 'not-found') continue
    checks.push(await checkClient(clients, card))
  }
  return checks
}

async function checkClient(clients: Clients, card: ClientStatus): Promise<Check> {
  const { client, name, state, summary, problem } = card
  const connect = `\`plumbline connect ${client}\``
  if (problem) {
    const at = problem.line === null ? '' : `, line ${problem.line}, column ${problem.column}`
    const message = `${problem.file}${at}: ${problem.message}`
    return {
      name,
      state: 'fail',
      message,
      remedy: 'Correct the file; Plumbline does not change it before that.',
    }
  }
  if (state === 'not-connected') return { name, state: 'ok', message: 'not connected', remedy: '' }
  if (state === 'lost' || state === 'changed')
    return { name, state: 'fail', message: summary, remedy: `${connect} writes it again.` }
  const test = await clients.verify(client)
  if (test.ok) {
    const message = state === 'live' ? `connected, ${summary}` : `written, but not used yet. ${test.message}`
    return { name, state: 'ok', message, remedy: '' }
  }
  const stderrLines = test.stderr.map((line) => `\n      | ${line}`).join('')
  return {
    name,
    state: 'fail',
    message: `${test.message}${stderrLines}`,
    remedy: test.remedy || `${connect} writes it again.`,
  }
}
