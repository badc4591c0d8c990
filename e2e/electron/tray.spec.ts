import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Desktop } from '../testing/desktop.ts'
import { connectTo } from '../testing/window-host.ts'
import { pathOf, sharedTest, test } from './fixtures.ts'

const labels = async (desktop: Desktop) => (await desktop.trayItems()).map(({ label }) => label)
const item = async (desktop: Desktop, label: string) =>
  (await desktop.trayItems()).find((entry) => entry.label === label)

test('the menu shows the state of the app', async ({ desktop }) => {
  await expect
    .poll(() => labels(desktop))
    .toEqual([
      'Serving 2 standards',
      '0 sessions, 0 requests in the last minute',
      '',
      'Open Plumbline',
      expect.stringContaining('Claude Desktop'),
      '',
      'Pause serving',
      'Reindex',
      'Recent standards',
      '',
      'Open at login',
      'Quit Plumbline',
    ])
  const client = await connectTo(desktop.home)
  await client.callTool({ name: 'get_standard', arguments: { id: 'python/naming.md' } })
  await expect
    .poll(() => labels(desktop))
    .toContainEqual(expect.stringMatching(/^1 session, [1-9]\d* requests in the last minute$/))
  await client.close()
  expect((await desktop.seen()).tooltip).toBe('Plumbline: Serving 2 standards')
})

sharedTest('pausing stops answers over HTTP and changes the icon', async ({ desktop }) => {
  const { origin } = JSON.parse(readFileSync(join(desktop.home.home, 'host.json'), 'utf8'))
  const token = readFileSync(join(desktop.home.home, 'http-token'), 'utf8').trim()
  const ask = async () =>
    (await fetch(`${origin}/mcp/tools`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await ask()).toBe(200)
  await desktop.clickTray('Pause serving')
  await expect.poll(async () => (await item(desktop, 'Pause serving'))?.checked).toBe(true)
  expect(await ask()).toBe(503)
  await expect.poll(async () => (await desktop.seen()).icons.at(-1)).toMatch(/^paused/)
  await desktop.clickTray('Pause serving')
  await expect.poll(async () => (await item(desktop, 'Pause serving'))?.checked).toBe(false)
  expect(await ask()).toBe(200)
  await expect.poll(async () => (await desktop.seen()).icons.at(-1)).toMatch(/^serving/)
})

test('a broken standard is counted, causes a notification, and opens in the window', async ({
  desktop,
  window,
}) => {
  await expect.poll(() => labels(desktop)).toContain('Serving 2 standards')
  desktop.home.write('go/broken.md', '---\nglobs: **/*\n---\n# Broken\n')
  await expect.poll(() => labels(desktop)).toContain('1 unread error')
  const seen = await desktop.seen()
  expect(seen.icons.at(-1)).toMatch(/^attention/)
  expect(seen.tooltip).toContain('1 unread error')
  await expect
    .poll(async () => (await desktop.seen()).notifications)
    .toEqual([{ title: 'A standard has a problem', body: expect.stringContaining('go/broken.md') }])
  await desktop.clickNotification()
  await expect.poll(() => pathOf(window)).toMatch(/^\/errors/)
  await desktop.clickTray('1 unread error')
  await expect.poll(() => pathOf(window)).toBe('/errors')
})

test('no notification is shown when notifications are off', async ({ start }) => {
  const desktop = await start({ settings: { window: { notifications: false } } })
  await expect.poll(() => labels(desktop)).toContain('Serving 2 standards')
  desktop.home.write('go/broken.md', '---\nglobs: **/*\n---\n# Broken\n')
  await expect.poll(() => labels(desktop)).toContain('1 unread error')
  // Longer than a notification is delayed. A timer of the app, because a busy machine delays both.
  await desktop.app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)))
  expect((await desktop.seen()).notifications).toEqual([])
})

sharedTest('reindexing finds changed files', async ({ desktop }) => {
  await expect.poll(() => labels(desktop)).toContain('Serving 2 standards')
  desktop.home.write('rust/errors.md', '# Rust errors\n')
  await desktop.clickTray('Reindex')
  await expect.poll(() => labels(desktop)).toContain('Serving 3 standards')
  expect((await desktop.seen()).dialogs).toEqual([])
  desktop.home.write('rust/errors.md', null)
  await expect.poll(() => labels(desktop)).toContain('Serving 2 standards')
})

test('recently read standards are in the menu', async ({ desktop, window }) => {
  const client = await connectTo(desktop.home)
  await client.callTool({ name: 'get_standard', arguments: { id: 'python/naming.md' } })
  await client.close()
  await expect
    .poll(async () => (await item(desktop, 'Recent standards'))?.items.map(({ label }) => label))
    .toEqual(['Python naming && words'])
  await desktop.clickTray('Python naming && words')
  await expect.poll(() => pathOf(window)).toBe('/standards/python/naming.md')
})

test('connecting to Claude Desktop writes its file and shows the card', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'Elsewhere the folder of a real Claude Desktop cannot be moved.')
  const config = test.info().outputPath('config')
  mkdirSync(join(config, 'Claude'), { recursive: true })
  const file = join(config, 'Claude/claude_desktop_config.json')
  writeFileSync(file, '{ "theme": "dark" }\n')
  const desktop = await start({ env: { XDG_CONFIG_HOME: config } })
  await expect.poll(() => labels(desktop)).toContain('Connect to Claude Desktop')
  await desktop.clickTray('Connect to Claude Desktop')
  const window = await desktop.window()
  await expect.poll(() => pathOf(window)).toBe('/connections')
  const written = JSON.parse(readFileSync(file, 'utf8'))
  expect(written.theme).toBe('dark')
  const { command, args } = written.mcpServers.plumbline
  // Never Electron, which cannot run as Node.
  expect(command).toMatch(/node(?:\.exe)?$/)
  expect(args.join(' ')).toContain(desktop.home.home)
  // The label says Connected only after a session of Claude Desktop was seen.
  await expect.poll(() => labels(desktop)).toContain('Restart Claude Desktop to connect')
  const client = await connectTo(desktop.home, 'claude-ai', '1.0.0')
  await client.callTool({ name: 'list_standards', arguments: {} })
  await expect.poll(() => labels(desktop)).toContain('Connected to Claude Desktop')
  await client.close()
})

test('opening at login writes the autostart file of the system', async ({ start }) => {
  test.skip(process.platform !== 'linux', 'Elsewhere this would change what this computer starts.')
  const config = test.info().outputPath('config')
  const desktop = await start({ env: { XDG_CONFIG_HOME: config } })
  const file = join(config, 'autostart/plumbline.desktop')
  await desktop.clickTray('Open at login')
  await expect.poll(async () => (await item(desktop, 'Open at login'))?.checked).toBe(true)
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=".*--hidden"$/m)
  await desktop.clickTray('Open at login')
  await expect.poll(async () => (await item(desktop, 'Open at login'))?.checked).toBe(false)
  expect(existsSync(file)).toBe(false)
})

test('quitting from the tray ends the app', async ({ desktop }) => {
  const ended = new Promise((resolve) => desktop.app.process().once('exit', resolve))
  await desktop.clickTray('Quit Plumbline')
  expect(await ended).toBe(0)
})

test('the icon is light in a dark menu bar', async ({ desktop }) => {
  test.skip(process.platform === 'darwin', 'macOS colours the icon itself.')
  expect((await desktop.seen()).icons.at(-1)).toBe('serving-dark.png')
  await desktop.app.evaluate(({ nativeTheme }) => {
    Object.defineProperty(nativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI', {
      value: true,
      configurable: true,
    })
    nativeTheme.emit('updated')
  })
  await expect.poll(async () => (await desktop.seen()).icons.at(-1)).toBe('serving-light.png')
})
