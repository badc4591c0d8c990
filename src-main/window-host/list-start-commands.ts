import { resolve } from 'node:path'
import { type StartVariant, startArguments } from '../../src-mcp/stdio/start-command.ts'
import type { StartCommand } from '../../src-shared/contract/clients.ts'

const VARIANTS: readonly StartVariant[] = ['snapshot', 'bundle']

export interface StartCommandOptions {
  /** The Node that runs the server. Default: the one of this process, which is bundled with Plumbline. */
  readonly node?: string | undefined
  /** The library that the server serves. Absent: the one of the settings, also after they have changed. */
  readonly library?: string | undefined
}

/**
 * The commands that start the stdio server for a home, best first.
 * @param folder the folder with `server.mjs` and `server.blob`
 */
export function listStartCommands(
  folder: string,
  home: string,
  { node = process.execPath, library }: StartCommandOptions = {},
): StartCommand[] {
  // A client starts the server in a folder of its own.
  const options = ['--home', home, ...(library === undefined ? [] : ['--library', resolve(library)])]
  return VARIANTS.map((variant) => ({
    command: node,
    args: [...startArguments(folder, variant), ...options],
  }))
}
