import type { StartCommand } from '../../src-core/clients/table/client-profile.ts'
import { startArguments, type WayToStart } from '../../src-mcp/stdio/start-command.ts'

const WAYS: readonly WayToStart[] = ['snapshot', 'bundle']

/**
 * The commands that start the stdio server for a home, best first. They name the Node that runs this, which is the one that
 * Plumbline brings along.
 * @param folder the one that holds `server.mjs` and `server.blob`
 */
export function startWays(folder: string, home: string, node: string = process.execPath): StartCommand[] {
  return WAYS.map((way) => ({ command: node, args: [...startArguments(folder, way), '--home', home] }))
}
