import type { Clients } from '../../../../src-core/clients/clients.ts'
import type { ClientStatus } from '../../../../src-shared/contract/clients.ts'
import type { Check } from './check.ts'

/** Each client that is installed: its file, its entry, and the command in it, started for real. */
export async function checkClients(connections: Clients): Promise<Check[]> {
  const checks: Check[] = []
  for (const card of connections.list()) {
    if (card.state === 'not-found') continue
    checks.push(await checkClient(connections, card))
  }
  return checks
}

async function checkClient(connections: Clients, card: ClientStatus): Promise<Check> {
  const { client, name, state, summary, problem } = card
  const connect = `\`plumbline connect ${client}\``
  if (problem) {
    const at = problem.line === null ? '' : `, line ${problem.line}, column ${problem.column}`
    const message = `${problem.file}${at}: ${problem.message}`
    return { name, state: 'fail', message, remedy: 'Mend the file; Plumbline does not touch it before.' }
  }
  if (state === 'not-connected') return { name, state: 'ok', message: 'not connected', remedy: '' }
  if (state === 'lost' || state === 'changed')
    return { name, state: 'fail', message: summary, remedy: `${connect} writes it again.` }
  const test = await connections.verify(client)
  if (test.ok) {
    const seen = state === 'live' ? `connected, ${summary}` : `written, and not used yet. ${test.message}`
    return { name, state: 'ok', message: seen, remedy: '' }
  }
  const said = test.stderr.map((line) => `\n      | ${line}`).join('')
  return {
    name,
    state: 'fail',
    message: `${test.message}${said}`,
    remedy: test.remedy || `${connect} writes it again.`,
  }
}
