import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'dist/.built')
const SOURCES = [
  'src-shared',
  'src-core',
  'src-mcp',
  'src-main',
  'src-renderer',
  'resources',
  'vite.config.ts',
  'package-lock.json',
]

/** Builds `dist/` when a source is newer than it. Writes to stderr only: stdout may belong to a protocol. */
export function ensureBuilt() {
  // An installed package has no sources to build from.
  if (!existsSync(join(root, 'vite.config.ts'))) return
  const builtAt = timeOf(stamp)
  if (builtAt > 0 && newest(SOURCES.map((name) => join(root, name))) <= builtAt) return
  const startedAt = new Date()
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // A test runner's would make React's development version, with the paths of this machine in it.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) {
    console.error(
      'Plumbline could not be built; the lines above say why. After a change of branch, `npm ci` may help.',
    )
    process.exit(status ?? 1)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, startedAt.toISOString())
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) continue
    latest = Math.max(latest, stats.mtimeMs)
    if (stats.isDirectory())
      latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))))
  }
  return latest
}
