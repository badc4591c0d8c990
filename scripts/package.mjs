// `npm run package` makes the unpacked app, `npm run dist` the installers for this system. Both are for the processor of this machine,
// because only the Node that runs the server's V8 snapshot can make it.
//   --electron-dist DIR   an unpacked Electron, instead of downloading it; also ELECTRON_DIST
//   --out DIR             the folder of the result (default: dist/installers)
// From the environment: PLUMBLINE_UPDATE_GITHUB=owner/name or PLUMBLINE_UPDATE_URL=https://… makes an app that looks there for newer
// versions; without one it never looks.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'electron-builder'
import { ensureBuilt } from './ensure-built.mjs'
import { buildMcpb } from './mcpb-bundle.ts'
import { projectPage } from './project-page.ts'
import { buildSbom } from './sbom.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// The mark of the fuses in Electron's binary: https://www.electronjs.org/docs/latest/tutorial/fuses
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/

const { values } = parseArgs({
  options: {
    installers: { type: 'boolean', default: false },
    'electron-dist': { type: 'string' },
    out: { type: 'string' },
  },
})
const electronDist = values['electron-dist'] ?? process.env.ELECTRON_DIST
const homepage = projectPage(process.env, process.platform)

ensureBuilt()
stageNode()
forgetEmptySecrets()
noteSigning()
// The server without the app, as an extension for Claude Desktop, and the list of everything that is in the installers.
if (values.installers) {
  console.log(await buildMcpb(join(root, 'dist/installers')))
  console.log(buildSbom(join(root, 'dist/installers')))
}
try {
  await build({
    projectDir: root,
    dir: !values.installers,
    publish: 'never',
    config: {
      publish: updateFeed(),
      ...(homepage && { extraMetadata: { homepage } }),
      ...(values.out && { directories: { output: resolve(values.out), buildResources: 'resources' } }),
      ...(electronDist && { electronDist: resolve(electronDist) }),
      ...(electronDist && !hasFuses(resolve(electronDist)) && { electronFuses: null }),
    },
  })
} catch (error) {
  if (!NO_NETWORK.test(String(error))) throw error
  console.error(
    `The ${values.installers ? 'installers were' : 'app was'} not made: electron-builder fetches Electron and its tools when they are first needed, and could not (${error.message}).`,
  )
  process.exitCode = 1
}

/** Copies the Node that clients start: the pinned one, which also runs this script. */
function stageNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pinned = Object.values(optionalDependencies)[0]
  if (process.versions.node !== pinned) {
    console.error(
      `The app ships Node ${pinned}, but this script runs on ${process.versions.node}. Run it with npm run, after npm ci.`,
    )
    process.exit(1)
  }
  const folder = join(root, 'dist/runtime')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  copyFileSync(process.execPath, file)
  chmodSync(file, 0o755)
}

function updateFeed() {
  const { PLUMBLINE_UPDATE_GITHUB: repository, PLUMBLINE_UPDATE_URL: url } = process.env
  if (repository) {
    const [owner, repo] = repository.split('/')
    return [{ provider: 'github', owner, repo }]
  }
  if (url) return [{ provider: 'generic', url }]
  console.warn(
    'This app will not look for updates: neither PLUMBLINE_UPDATE_GITHUB nor PLUMBLINE_UPDATE_URL is set.',
  )
  return null
}

function hasFuses(dist) {
  const hasThem = readdirSync(dist).some(
    (name) => /^electron(\.exe)?$|^Electron\.app$/.test(name) && readsSentinel(join(dist, name)),
  )
  if (!hasThem)
    console.warn(`The Electron in ${dist} has no fuses to set: this package is for tests, not for users.`)
  return hasThem
}

function readsSentinel(file) {
  const binary = file.endsWith('.app')
    ? join(file, 'Contents/Frameworks/Electron Framework.framework/Electron Framework')
    : file
  return existsSync(binary) && readFileSync(binary).includes(FUSE_SENTINEL)
}

/** GitHub sets a missing secret to an empty string, which electron-builder would use as the path of a certificate. */
function forgetEmptySecrets() {
  for (const [name, value] of Object.entries(process.env))
    if (value === '' && /^(?:(?:WIN_)?CSC|APPLE)_/.test(name)) delete process.env[name]
}

/** The environment configures signing. A missing certificate is a warning, not an error. */
function noteSigning() {
  const { env, platform } = process
  if (platform === 'linux') return
  if (!env.CSC_LINK && !env.WIN_CSC_LINK && !env.CSC_NAME)
    console.warn('Not signed: there is no certificate in CSC_LINK (or WIN_CSC_LINK on Windows).')
  if (platform === 'darwin' && !env.APPLE_API_KEY && !env.APPLE_ID)
    console.warn('Not notarised: there is neither APPLE_API_KEY nor APPLE_ID.')
}
