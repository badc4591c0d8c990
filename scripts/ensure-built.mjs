import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findStale, PARTS } from './build/record.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Builds those parts into `dist/` whose sources have changed; ends the process when that fails. Writes to stderr only: stdout may
 * belong to a protocol.
 * @param {readonly import('./build/record.mjs').Part[]} parts the ones that are needed
 */
export function ensureBuilt(parts = PARTS) {
  // An installed package has no sources to build from.
  if (!existsSync(join(root, 'vite.config.ts'))) return
  const stale = findStale(root, 'production', parts)
  if (stale.size === 0) return
  // The blob is made of what `snapshot` becomes.
  const names = parts.filter((part) => stale.has(part) || (part === 'blob' && stale.has('snapshot')))
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build/build-stale.ts'), ...names], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // A test runner's would make React's development version, with the paths of this machine in it.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status === 0) return
  console.error(
    'Plumbline could not be built; the lines above say why. After a change of branch, `npm ci` may help.',
  )
  process.exit(status ?? 1)
}
