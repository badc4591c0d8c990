import type { StartCommand } from '../../src-core/clients/table/client-profile.ts'
import { type StartVariant, startArguments } from '../../src-mcp/stdio/start-command.ts'

const VARIANTS: readonly StartVariant[] = ['snapshot', 'bundle']

/**
 * The commands that start the stdio server for a home, best first.
 * @param folder the folder with `server.mjs` and `server.blob`
 * @param node the Node that runs the server; by default the one of this process, which is bundled with Plumbline
 */
export function listStartCommands(
  folder: string,
  home: string,
  node: string = process.execPath,
): StartCommand[] {
  return VARIANTS.map((variant) => ({
    command: node,
    args: [...startArguments(folder, variant), '--home', home],
  }))
}
