import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../src-core/testing/temp-library.ts'
import { watchOutput } from '../src-core/testing/watch-output.ts'
import { type StartVariant, startArguments } from '../src-mcp/stdio/start-command.ts'

const ROOT = join(import.meta.dirname, '..')
const ELECTRON_DIST = process.env.ELECTRON_DIST ?? join(ROOT, 'node_modules/electron/dist')
const canPack = existsSync(ELECTRON_DIST)
if (!canPack)
  console.log(
    'The packaged app is not tested: there is no unpacked Electron. Name the folder of one in ELECTRON_DIST.',
  )

/** The unpacked app in a folder outside the checkout. */
let folder: string
let app: string
let resources: string

beforeAll(() => {
  if (!canPack) return
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'plumbline-packaged-'))
  const out = join(folder, 'out')
  const args = [join(ROOT, 'scripts/package.mjs'), '--electron-dist', ELECTRON_DIST, '--out', out]
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`Packing failed:\n${stdout}\n${stderr}`)
  const unpacked = readdirSync(out).find((name) => /unpacked$|^mac/.test(name)) ?? ''
  app = join(folder, 'installed here')
  cpSync(join(out, unpacked), app, { recursive: true, verbatimSymlinks: true })
  rmSync(out, { recursive: true })
  resources =
    process.platform === 'darwin' ? join(app, 'Plumbline.app/Contents/Resources') : join(app, 'resources')
})
afterAll(() => {
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** The environment of a program that the desktop starts, without paths of the checkout. */
function environment(): Record<string, string> {
  const home = join(folder, 'user')
  mkdirSync(home, { recursive: true })
  const { PATH = '', SystemRoot } = process.env
  const path = PATH.split(delimiter).filter((directory) => !directory.includes('node_modules'))
  return { PATH: path.join(delimiter), HOME: home, USERPROFILE: home, ...(SystemRoot && { SystemRoot }) }
}

/**
 * Wraps a command so that it cannot see the checkout: in a mount namespace of its own, empty folders cover it. `null` where the system
 * has no mount namespaces or denies them.
 */
function withoutCheckout(
  command: string,
  args: readonly string[],
): readonly [string, readonly string[]] | null {
  if (process.platform !== 'linux' || spawnSync('unshare', ['-m', 'true']).status !== 0) return null
  // The inner folder first, because it is gone once the outer one is covered.
  const hidden = [realpathSync(join(ROOT, 'node_modules')), ROOT]
  const hide = hidden.map((path) => `mount -t tmpfs none '${path}'`).join(' && ')
  return ['unshare', ['-m', 'sh', '-c', `${hide} && exec "$@"`, 'sh', command, ...args]]
}

const node = () => join(resources, 'runtime', process.platform === 'win32' ? 'node.exe' : 'node')

function serverCommand(way: StartVariant, home: string): readonly [string, readonly string[]] {
  return [node(), [...startArguments(join(resources, 'mcp'), way), '--home', home]]
}

describe.skipIf(!canPack)('the packaged app', () => {
  it('has the files that plain Node needs outside its archive', () => {
    const there = (path: string) => existsSync(join(resources, path))
    expect(
      [
        'app.asar',
        'mcp/server.mjs',
        'mcp/server.blob',
        'mcp/indexer.mjs',
        'mcp/client-config.mjs',
        'mcp/better_sqlite3.node',
        'cli',
        'renderer/index.html',
      ].filter((path) => !there(path)),
    ).toEqual([])
    expect(readdirSync(join(resources, 'starter-standards')).length).toBeGreaterThan(3)
    if (process.platform !== 'win32') expect(statSync(node()).mode & 0o111).toBe(0o111)
  })

  it('contains no path of the machine that it was built on', () => {
    const texts = [
      'mcp/server.mjs',
      'mcp/indexer.mjs',
      'mcp/client-config.mjs',
      'app.asar',
      ...readdirSync(join(resources, 'cli')).map((name) => `cli/${name}`),
    ]
    for (const file of texts) expect(readFileSync(join(resources, file)).includes(ROOT), file).toBe(false)
  })

  describe.each<StartVariant>(['snapshot', 'bundle'])('its server, from its %s', (way) => {
    it('answers a client on the bundled Node, without the checkout', async () => {
      const home = join(folder, `home of ${way}`)
      const [command, args] = serverCommand(way, home)
      const alone = withoutCheckout(command, args)
      if (alone === null) console.log('The checkout could not be hidden here: only its paths are kept away.')
      const [file, given] = alone ?? [command, args]
      const client = new Client({ name: 'packaged-test', version: '1.0.0' })
      await client.connect(
        new StdioClientTransport({ command: file, args: [...given], cwd: '/', env: environment() }),
      )
      try {
        const found = await client.callTool({
          name: 'search_standards',
          arguments: { query: 'table driven tests' },
        })
        // From the starter standards, which the packaged worker has indexed.
        expect(JSON.stringify(found.structuredContent)).toContain('go/testing.md')
        const read = await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
        expect(read.isError).not.toBe(true)
      } finally {
        await client.close()
      }
    })

    it('writes nothing before its first answer', async () => {
      const [command, args] = serverCommand(way, join(folder, 'another home'))
      const child = spawn(command, [...args], { cwd: '/', env: environment() })
      const hello = {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'raw', version: '1' },
      }
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`)
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
      expect(chunk[0]).toBe('{'.charCodeAt(0))
      expect(JSON.parse(chunk.toString().split('\n')[0] ?? '')).toMatchObject({
        id: 1,
        result: { serverInfo: { name: expect.any(String) } },
      })
      child.stdin.end()
      expect(await once(child, 'exit')).toEqual([0, null])
    })
  })

  it('starts as a desktop app and serves its window', async () => {
    const home = join(folder, 'desktop home')
    await startApp(home, {}, async (origin) => {
      expect((await fetch(`${origin}/health`)).status).toBe(200)
      const page = await (await fetch(`${origin}/`)).text()
      expect(page).toContain('<title>Plumbline</title>')
    })
    expect(existsSync(join(home, 'host.json'))).toBe(false)
  })

  it('contains the commands, which run on its own Node', () => {
    const home = join(folder, 'home of the commands')
    const args = [join(resources, 'cli/plumbline.mjs'), 'doctor', '--json', '--home', home]
    const { stdout, stderr } = spawnSync(node(), args, { cwd: '/', env: environment(), encoding: 'utf8' })
    expect(stderr).toBe('')
    const { checks } = JSON.parse(stdout)
    const failed = checks.filter(({ state }: { state: string }) => state === 'fail')
    expect(failed).toEqual([])
  })

  it('can serve the window to a browser and start the stdio server from its commands', async () => {
    const cli = join(resources, 'cli/plumbline.mjs')
    const given = ['--home', join(folder, 'home of a terminal')]
    const start = [cli, 'start', '--headless', '--no-open', '--port', '0', ...given]
    const child = spawn(node(), start, { cwd: '/', env: environment() })
    const exit = once(child, 'exit')
    try {
      const { output } = watchOutput(child)
      const address = await eventually(() => /^Plumbline is at (\S+)$/m.exec(output())?.[1])
      expect(await (await fetch(address)).text()).toContain('<title>Plumbline</title>')
    } finally {
      child.kill('SIGTERM')
      await exit
    }
    const client = new Client({ name: 'packaged-test', version: '1.0.0' })
    await client.connect(
      new StdioClientTransport({
        command: node(),
        args: [cli, 'mcp', ...given],
        cwd: '/',
        env: environment(),
      }),
    )
    const read = await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
    expect(read.isError).not.toBe(true)
    await client.close()
  })

  it.runIf(process.platform === 'linux')(
    'as an AppImage, copies the server so that clients can start it when the AppImage is unmounted',
    async () => {
      const home = join(folder, 'home of an AppImage')
      await startApp(home, { APPIMAGE: join(folder, 'Plumbline.AppImage') }, async () => {})
      const [build] = readdirSync(join(home, 'server'))
      const copy = join(home, 'server', build ?? '')
      const args = [...startArguments(join(copy, 'mcp'), 'snapshot'), '--home', home]
      const hidden = `${app} gone`
      renameSync(app, hidden)
      const client = new Client({ name: 'packaged-test', version: '1.0.0' })
      try {
        await client.connect(
          new StdioClientTransport({
            command: join(copy, 'runtime/node'),
            args,
            cwd: '/',
            env: environment(),
          }),
        )
        const read = await client.callTool({ name: 'get_standard', arguments: { id: 'go/testing.md' } })
        expect(read.isError).not.toBe(true)
      } finally {
        await client.close()
        renameSync(hidden, app)
      }
    },
  )
})

/** Runs the app without a window until `use` resolves. */
async function startApp(
  home: string,
  env: NodeJS.ProcessEnv,
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...root, `--home=${home}`, '--port=0', '--hidden']
  const child = spawn(executable(), args, { cwd: '/', stdio: 'ignore', env: { ...process.env, ...env } })
  const exit = once(child, 'exit')
  try {
    const { origin } = await eventually(() => JSON.parse(readFileSync(join(home, 'host.json'), 'utf8')))
    await use(origin)
  } finally {
    child.kill('SIGTERM')
    await exit
  }
}

function executable(): string {
  if (process.platform === 'darwin') return join(app, 'Plumbline.app/Contents/MacOS/Plumbline')
  return join(app, process.platform === 'win32' ? 'Plumbline.exe' : 'plumbline')
}
