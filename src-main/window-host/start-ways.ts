import type { StartCommand } from '../../src-core/clients/table/client-profile.ts'
import { startArguments, type WayToStart } from '../../src-mcp/stdio/start-command.ts'

const WAYS: readonly WayToStart[] = ['snapshot', 'bundle']

/**
 * The commands that start the stdio server for a home, best first.
 * @param folder the folder with `server.mjs` and `server.blob`
 * @param node the Node that runs the server; by default the one of this process, which is bundled with Plumbline
 */
export function startWays(folder: string, home: string, node: string = process.execPath): StartCommand[] {
  return WAYS.map((way) => ({ command: node, args: [...startArguments(folder, way), '--home', home] }))
}
