import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import type { CommandRunner } from '../command.ts'

/** `plumbline mcp`: the stdio server, which an MCP client starts. */
export function mcpCommand(runner: CommandRunner): Command {
  return new Command('mcp')
    .summary('speak MCP over stdin and stdout, as an MCP client expects of a server that it starts')
    .action((_options, command) =>
      runner.onHome(command, async ({ serverFolder }) => {
        // The server's own bundle reads the options again, and ends the process itself.
        await import(/* @vite-ignore */ pathToFileURL(join(serverFolder, 'server.mjs')).href)
        return new Promise<never>(() => {})
      }),
    )
}
