#!/usr/bin/env node
// The `plumbline` command. It is plain JavaScript for any recent Node: it finds the bundled Node, builds stale parts in a checkout,
// and starts the built command.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The first version that runs TypeScript, in which the build is written. */
const OLDEST_NODE = '22.18'

if (isOlder(process.versions.node, OLDEST_NODE)) runOnBundledNode()
else await run()

async function run() {
  const { ensureBuilt } = await import('./ensure-built.mjs')
  const [command, ...rest] = process.argv.slice(2)
  // The stdio server is started without the command line parser, except for its help.
  const isServer = command === 'mcp' && !rest.some((word) => word === '--help' || word === '-h')
  ensureBuilt(partsFor(isServer ? 'mcp' : command === 'mcp' ? 'help' : command))
  const script = join(root, isServer ? 'dist/mcp/server.mjs' : 'dist/cli/plumbline.mjs')
  process.argv = [process.argv[0], script, ...(isServer ? rest : process.argv.slice(2))]
  await import(pathToFileURL(script).href)
}

/** The parts of the build that a command needs; `undefined`: all. */
function partsFor(command) {
  if (command === 'start') return undefined
  const server = ['mcp', 'indexer', 'resources']
  return command === 'mcp' ? server : [...server, 'cli', 'snapshot', 'blob']
}

function isOlder(version, than) {
  const [major, minor] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = than.split('.').map(Number)
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor)
}

function runOnBundledNode() {
  const node = bundledNode()
  if (!node) {
    console.error(
      `Plumbline needs Node ${OLDEST_NODE} or later; this is ${process.version}, and the Node that comes with Plumbline is not installed for ${process.platform}-${process.arch}. Install a newer Node, or run \`npm ci\` with optional dependencies.`,
    )
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const require = createRequire(import.meta.url)
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const folder = dirname(require.resolve(`${name}/package.json`))
      const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
      if (existsSync(file)) return file
    } catch {
      // The package for another platform.
    }
  }
  return null
}
