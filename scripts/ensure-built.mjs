import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findStale, PARTS } from './build/record.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Builds the parts whose sources have changed into `dist/`. Ends the process when that fails. Writes to stderr only, because stdout
 * may belong to a protocol.
 * @param {readonly import('./build/record.mjs').Part[]} parts the parts that are needed
 */
export function ensureBuilt(parts = PARTS) {
  // An installed package has no sources.
  if (!existsSync(join(root, 'vite.config.ts'))) return
  const stale = findStale(root, 'production', parts)
  if (stale.size === 0) return
  // `blob` is made from the output of `snapshot`.
  const names = parts.filter((part) => stale.has(part) || (part === 'blob' && stale.has('snapshot')))
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build/build-stale.ts'), ...names], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // The NODE_ENV of a test runner would select React's development version, which contains paths of this machine.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status === 0) return
  console.error(
    'Plumbline could not be built; see the messages above. After a change of branch, `npm ci` may help.',
  )
  process.exit(status ?? 1)
}
