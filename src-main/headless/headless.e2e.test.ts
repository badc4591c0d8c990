import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { watchOutput } from '../../src-core/testing/watch-output.ts'
import { connectWindowClient } from '../testing/window-client.ts'

/** The command as it is shipped. */
const BUILT_CLI = join(import.meta.dirname, '../../dist/cli/plumbline.mjs')

let folder: string
let home: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-headless-'))
  home = join(folder, 'home')
  children = []
  mkdirSync(join(folder, 'library'))
  writeFileSync(join(folder, 'library/a.md'), '# Apple\n')
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [BUILT_CLI, 'start', '--home', home, ...args], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', SSH_CONNECTION: '', SSH_TTY: '', ...env },
  })
  children.push(child)
  const watched = watchOutput(child)
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const ready = async () => {
    const found = await eventually(() =>
      /^Plumbline is at (http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]{43})\n$/.exec(watched.output()),
    )
    return { origin: found[1] ?? '', token: found[2] ?? '' }
  }
  return { child, exit, ready, ...watched }
}

/** Empty for a process that has ended. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const HEADLESS = ['--headless', '--no-open', '--port', '0']

describe('plumbline start --headless', () => {
  it('prints one line, serves a window and clients, and ends on a signal', async () => {
    const started = start([...HEADLESS, '--library', join(folder, 'library')])
    const { origin, token } = await started.ready()
    expect((await fetch(`${origin}/`)).headers.get('content-security-policy')).toContain("script-src 'self'")
    expect((await fetch(`${origin}/health`)).status).toBe(200)
    const window = await connectWindowClient({ origin, token })
    const states = window.subscribe('state')
    await eventually(() => states.at(-1)?.library.standards === 1)
    expect(states[0]?.host).toMatchObject({ name: 'headless', can: { pickFolder: false, quit: true } })
    if (process.platform !== 'win32') expect(statSync(join(home, 'window-token')).mode & 0o777).toBe(0o600)
    const use = window.call('library.use', { path: null, create: false })
    await expect(use).rejects.toMatchObject({ code: 'not-here' })
    const closed = once(window.socket, 'close')
    await window.call('app.quit', {})
    expect((await closed)[0]).toBe(1001)
    expect(await started.exit).toBe(0)
    expect(started.output().split('\n')).toHaveLength(2)
    expect(started.errors()).toBe('')
    expect(readFileSync(join(home, 'logs/app.log'), 'utf8')).not.toContain(token)
  })

  it('accepts the same window after it was killed and restarted', async () => {
    const first = start(HEADLESS)
    const before = await first.ready()
    first.child.kill('SIGKILL')
    await first.exit
    const { port } = new URL(before.origin)
    const second = start(['--headless', '--no-open', '--port', port])
    expect(await second.ready()).toEqual(before)
    await (await connectWindowClient(before)).close()
    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
    expect(existsSync(join(home, 'host.json'))).toBe(false)
  })

  it('prints the address of a host that already runs', async () => {
    const first = start(HEADLESS)
    const address = await first.ready()
    const second = start(HEADLESS)
    expect(await second.ready()).toEqual(address)
    expect(await second.exit).toBe(0)
    expect(second.errors()).toContain(`already runs for ${home} (process ${first.child.pid})`)
    await (await connectWindowClient(address)).close()
  })

  it('writes its new address after the port was changed', async () => {
    const first = start(['--headless', '--no-open'])
    const address = await first.ready()
    const window = await connectWindowClient(address)
    const states = window.subscribe('state')
    await window.call('settings.change', { endpoint: { port: Number(new URL(address.origin).port) + 400 } })
    const moved = await eventually(() => {
      const origin = states.at(-1)?.endpoint.origin
      return origin === address.origin ? undefined : origin
    })
    const second = start(HEADLESS)
    expect((await second.ready()).origin).toBe(moved)
    await (await connectWindowClient({ ...address, origin: moved })).close()
  })

  it.skipIf(process.platform !== 'linux')(
    'opens the browser with a page that leads to the window, and shows no token to other users',
    async () => {
      const opened = join(folder, 'opened')
      mkdirSync(join(folder, 'bin'))
      writeFileSync(join(folder, 'bin/xdg-open'), `#!/bin/sh\necho "$@" > '${opened}'\nsleep 30\n`)
      chmodSync(join(folder, 'bin/xdg-open'), 0o755)
      const env = { DISPLAY: ':99', PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` }
      const started = start(['--headless', '--port', '0'], env)
      const { origin, token } = await started.ready()
      const page = join(home, 'open-window.html')
      await eventually(() => existsSync(opened) && readFileSync(opened, 'utf8') === `${page}\n`)
      expect(readFileSync(page, 'utf8')).toContain(`content="0;url=${origin}/#token=${token}"`)
      expect(statSync(page).mode & 0o777).toBe(0o600)
      expect(statSync(home).mode & 0o777).toBe(0o700)
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
        expect(commandLineOf(pid)).not.toContain(token)
      // A second start opens the browser once more.
      writeFileSync(opened, '')
      const second = start(['--headless'], env)
      expect(await second.exit).toBe(0)
      await eventually(() => readFileSync(opened, 'utf8') === `${page}\n`)
      started.child.kill('SIGTERM')
      expect(await started.exit).toBe(0)
      expect(existsSync(page)).toBe(false)
    },
  )

  it('starts without a browser and without Electron, and says so', async () => {
    const nowhere = join(folder, 'electron')
    const started = start(['--port', '0'], { DISPLAY: ':99', PATH: folder, ELECTRON_EXECUTABLE: nowhere })
    await started.ready()
    expect(started.errors()).toMatch(/^The desktop app was not started: .*electron.* browser instead\.\n$/)
  })

  it.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
    'does not look for Electron where there is no screen',
    async () => {
      const started = start(['--no-open', '--port', '0'], { ELECTRON_EXECUTABLE: join(folder, 'electron') })
      await started.ready()
      expect(started.errors()).toBe(
        "The desktop app was not started: there is no screen. Plumbline's window is a page in your browser instead.\n",
      )
    },
  )

  it.skipIf(process.platform === 'win32')('goes on in a browser when Electron breaks off', async () => {
    const electron = join(folder, 'electron')
    writeFileSync(electron, '#!/bin/sh\nexit 127\n')
    chmodSync(electron, 0o755)
    const started = start(['--no-open', '--port', '0'], { DISPLAY: ':99', ELECTRON_EXECUTABLE: electron })
    await started.ready()
    expect(started.errors()).toContain('Electron ended with 127')
  })

  it('says what is wrong with its port, its home and its settings', async () => {
    const port = start(['--headless', '--port', 'many'])
    expect(await port.exit).toBe(2)
    expect(port.errors()).toMatch(/not a port/)
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'settings.json'), '{')
    const settings = start(HEADLESS)
    expect(await settings.exit).toBe(1)
    expect(settings.errors()).toMatch(/settings\.json is not JSON/)
    expect(settings.output()).toBe('')
  })
})
