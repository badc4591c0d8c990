import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startArguments } from '../src-mcp/stdio/start-command.ts'

/** A way of starting the stdio server. Paths are relative to the checkout. */
export interface WayToStart {
  readonly name: string
  /** The file that is started. Without it, this way is left out. */
  readonly from: string
  readonly args: readonly string[]
}

const WAYS: readonly WayToStart[] = [
  { name: 'server.mjs', from: 'dist/mcp/server.mjs', args: startArguments('dist/mcp', 'bundle') },
  { name: 'snapshot', from: 'dist/mcp/server.blob', args: startArguments('dist/mcp', 'snapshot') },
]

/** The folder in which servers run and to which the paths above are relative. */
export const CHECKOUT = join(import.meta.dirname, '..')

/**
 * The ways that have been built.
 * @throws Error when there is none
 */
export function waysToStart(): readonly WayToStart[] {
  const built = WAYS.filter(({ from }) => existsSync(join(CHECKOUT, from)))
  if (built.length === 0) throw new Error('The server has not been built. Run `npm run build`.')
  return built
}
