import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, type Locator, type Page } from '@playwright/test'
import { type ClientHome, makeClientHome } from '../testing/client-home.ts'
import { type FakeClaudeDesktop, fakeClaudeDesktop } from '../testing/fake-claude-desktop.ts'
import { clipboardText, tabTo } from '../testing/page-user.ts'
import type { ProtocolGeneration } from '../testing/speak.ts'
import { test as base } from './fixtures.ts'

base.use({ view: '/connections' })

const CONFIG = '.config/Claude/claude_desktop_config.json'

interface Fixtures {
  readonly generation: ProtocolGeneration
  /** Configuration files of clients, by path below the user's folder. */
  readonly clientFiles: Readonly<Record<string, string>>
  readonly user: ClientHome
  /** Not started; quit after the test. */
  readonly claude: FakeClaudeDesktop
}

const test = base.extend<Fixtures>({
  generation: ['legacy', { option: true }],
  clientFiles: [{}, { option: true }],
  user: async ({ clientFiles }, use) => {
    const user = makeClientHome(clientFiles)
    await use(user)
    user.remove()
  },
  start: async ({ user }, use) => use({ env: user.env }),
  claude: async ({ user, generation }, use) => {
    const claude = fakeClaudeDesktop(user.dir, generation)
    await use(claude)
    await claude.quit()
  },
})

const card = (window: Page, name: string): Locator => window.getByRole('article', { name })
const button = (from: Page | Locator, name: string): Locator =>
  from.getByRole('button', { name, exact: true })
const menuItem = async (window: Page, client: string, item: string, role = 'menuitem') => {
  await button(window, `More for ${client}`).click()
  return window.getByRole(role as 'menuitem', { name: item, exact: true })
}

/** Connects a client through the dialogue that shows the difference. */
async function connect(window: Page, name: string): Promise<void> {
  await button(card(window, name), 'Connect').click()
  const dialog = window.getByRole('dialog', { name: `Connect ${name}` })
  await button(dialog, 'Connect').click()
  await expect(dialog).toBeHidden()
}

for (const generation of ['legacy', 'modern'] as const)
  test.describe(`Claude Desktop, ${generation} generation`, () => {
    test.use({ generation })

    test('the card shows the correct state from connecting to disconnecting', async ({
      window,
      user,
      claude,
    }) => {
      test.slow()
      const mine = card(window, 'Claude Desktop')
      claude.changeSetting('preferences', { menuBarEnabled: false })
      const before = user.read(CONFIG)
      await claude.start()
      await expect(mine).toContainText('Not connected')
      expect(claude.servers()).toEqual([])

      // Showing the difference writes nothing.
      await button(mine, 'Connect').click()
      const dialog = window.getByRole('dialog', { name: 'Connect Claude Desktop' })
      await expect(dialog.getByRole('region', { name: /^Difference of/ })).toContainText('"plumbline": {')
      expect(user.read(CONFIG)).toBe(before)
      await button(dialog, 'Connect').click()
      await expect(mine).toContainText('Restart needed')
      await expect(mine).not.toContainText('Live')
      expect(JSON.parse(user.read(CONFIG))).toMatchObject({ preferences: { menuBarEnabled: false } })

      // Claude Desktop reads its file only when it starts. The card says Live after its first session.
      await claude.quit()
      await claude.start()
      expect(claude.servers()).toEqual(['plumbline'])
      await claude.call('plumbline', 'search_standards', { query: 'fixtures' })
      await expect(mine).toContainText('Live')
      await expect(mine).toContainText(/\d+ calls? in this session/)
      const sessions = window.getByRole('grid', { name: 'Sessions' })
      await expect(sessions).toContainText('Claude Desktop')
      await expect(window.getByRole('heading', { name: 'Sessions' }).locator('..')).toContainText('1 live')
      const log = window.getByRole('region', { name: 'Log of Claude Desktop', exact: true })
      await expect(log).toContainText('Server started and connected successfully')

      // Claude Desktop rewrites its file without the entry. Every view shows it at once.
      await window.getByRole('link', { name: 'Standards' }).click()
      claude.wipeServers()
      const words = button(window, 'Claude Desktop lost its entry')
      await expect(words).toBeVisible()
      await words.click()
      await expect(mine).toContainText('Entry lost')
      await expect(mine).toContainText('our entry is gone. The open session still works.')
      await expect(window.getByRole('link', { name: /^Connections\s*1$/ })).toBeVisible()
      await button(mine, 'Show difference').click()
      await expect(window.getByRole('dialog').getByText('Added:').first()).toBeAttached()
      await button(window.getByRole('dialog'), 'Cancel').click()
      await button(mine, 'Repair').click()
      await expect(mine).toContainText('Live')
      await expect(words).toBeHidden()
      expect(JSON.parse(user.read(CONFIG)).mcpServers.plumbline).toBeDefined()

      // The entry is repaired automatically when the user has chosen that.
      await (await menuItem(window, 'Claude Desktop', 'Repair automatically', 'menuitemcheckbox')).click()
      await window.keyboard.press('Escape')
      claude.wipeServers()
      await expect.poll(() => JSON.parse(user.read(CONFIG)).mcpServers?.plumbline !== undefined).toBe(true)
      await (await menuItem(window, 'Claude Desktop', 'History')).click()
      const history = window.getByRole('dialog', { name: 'History of Claude Desktop' })
      await expect(history.getByRole('listitem')).toHaveText([
        /^Repaired automatically/,
        /^Entry lost/,
        /^Entry written/,
        /^Entry lost/,
        /^Entry written/,
      ])
      await window.keyboard.press('Escape')

      // Claude Desktop quits, which ends the session.
      await claude.quit()
      await expect(sessions).toContainText('closed')
      await expect(mine).toContainText('in the last session')
      await button(mine, 'Disconnect').click()
      await button(window.getByRole('dialog'), 'Disconnect').click()
      await expect(mine).toContainText('Not connected')
      expect(JSON.parse(user.read(CONFIG))).toEqual({ preferences: { menuBarEnabled: false } })
    })
  })

test('undo restores the exact bytes, and is rejected when the file has changed since', async ({
  window,
  user,
  claude,
}) => {
  const bytes = '{"theme":  "dark",\r\n\t"mcpServers": {}}'
  user.write(CONFIG, bytes)
  await connect(window, 'Claude Desktop')
  await expect(card(window, 'Claude Desktop')).toContainText('Restart needed')
  await button(card(window, 'Claude Desktop'), 'Undo').click()
  await expect.poll(() => user.read(CONFIG)).toBe(bytes)
  await expect(card(window, 'Claude Desktop')).toContainText('Not connected')

  await connect(window, 'Claude Desktop')
  claude.changeSetting('theme', 'light')
  await button(card(window, 'Claude Desktop'), 'Undo').click()
  await expect(window.getByRole('alert')).toContainText(/changed/)
  expect(JSON.parse(user.read(CONFIG))).toMatchObject({ theme: 'light' })
  expect(JSON.parse(user.read(CONFIG)).mcpServers.plumbline).toBeDefined()
})

test.describe('a broken file', () => {
  test.use({ clientFiles: { '.config/zed/settings.json': '{\n  "theme": "One"\n  "vim": true\n}\n' } })

  test('is never written; the card names line and column, and notices when it was corrected', async ({
    window,
    user,
    plumbline,
    context,
  }) => {
    const before = user.read('.config/zed/settings.json')
    const zed = card(window, 'Zed')
    await expect(zed).toContainText('File is broken')
    await expect(zed).toContainText('Line 3, column 3: A comma is missing.')
    await expect(button(zed, 'Connect')).toBeHidden()
    await expect(button(window, 'The file of Zed is broken')).toBeVisible()
    await button(zed, 'Check again').click()
    await expect(window.getByText('Zed’s file is still broken, at line 3')).toBeVisible()
    // Only the desktop app can open files.
    if (plumbline.kind === 'electron') await expect(button(zed, 'Open at line 3')).toBeEnabled()
    else {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await button(zed, 'Copy the path').click()
      expect(await clipboardText(window)).toBe(join(user.dir, '.config/zed/settings.json'))
    }
    expect(user.read('.config/zed/settings.json')).toBe(before)
    user.write('.config/zed/settings.json', before.replace('"One"', '"One",'))
    await expect(zed).toContainText('Not connected')
  })
})

test.describe('an entry of another program', () => {
  const other = { command: 'other-plumbline', env: { API_TOKEN: 'sk-live-1234567890abcdef' } }
  test.use({
    clientFiles: { '.cursor/mcp.json': JSON.stringify({ mcpServers: { plumbline: other } }, null, 2) },
  })

  test('is replaced only on confirmation, and its secrets are not shown', async ({ window, user }) => {
    await expect(card(window, 'Cursor')).toContainText('an entry with our name')
    await button(card(window, 'Cursor'), 'Connect').click()
    const dialog = window.getByRole('dialog', { name: 'Connect Cursor' })
    await expect(dialog).toContainText('It may belong to another program')
    await expect(dialog).toContainText('other-plumbline')
    await expect(dialog).not.toContainText('sk-live-1234567890abcdef')
    await button(dialog, 'Cancel').click()
    expect(JSON.parse(user.read('.cursor/mcp.json')).mcpServers.plumbline).toEqual(other)
    await button(card(window, 'Cursor'), 'Connect').click()
    await button(dialog, 'Replace that entry').click()
    await expect(card(window, 'Cursor')).toContainText('Tested')
    expect(user.read('.cursor/mcp.json')).not.toContain('other-plumbline')
  })
})

test.describe('testing', () => {
  test.use({ clientFiles: { '.claude.json': '{}', '.codex/config.toml': 'model = "o5"\n' } })

  test('runs the command of the file, and shows the result', async ({ window, user }) => {
    await connect(window, 'Claude Code')
    await connect(window, 'Codex CLI')
    await button(card(window, 'Claude Code'), 'Test').click()
    await expect(window.getByText(/^The entry in Claude Code answered in [\d,]+ ms$/)).toBeVisible()
    const text = user.read('.codex/config.toml')
    expect(text).toContain('model = "o5"')
    user.write('.codex/config.toml', text.replace(/command = ".*"/, 'command = "/gone/node"'))
    await expect(card(window, 'Codex CLI')).toContainText('Entry changed')
    await (await menuItem(window, 'Codex CLI', 'Test')).click()
    const dialog = window.getByRole('dialog', { name: 'Test of Codex CLI' })
    await expect(dialog).toContainText('There is no program at /gone/node.')
    await button(dialog, 'Close').first().click()
    await button(window, 'Check all').click()
    await expect(window.getByText('Tested 2 entries, 1 failed')).toBeVisible()
    await button(card(window, 'Codex CLI'), 'Repair').click()
    await expect(card(window, 'Codex CLI')).toContainText('Tested')
  })
})

test('the log of Claude Desktop is explained when the server did not start', async ({
  window,
  user,
  claude,
}) => {
  const log = window.getByRole('region', { name: 'Log of Claude Desktop', exact: true })
  await expect(log).toContainText('Claude Desktop writes one once it has started Plumbline.')
  await connect(window, 'Claude Desktop')
  await expect(card(window, 'Claude Desktop')).toContainText('Restart needed')
  user.write(CONFIG, user.read(CONFIG).replace(JSON.stringify(process.execPath), '"/gone/node"'))
  await claude.start()
  await expect(log).toContainText(/Last error, \d+ s ago: Claude Desktop did not find the program/)
  await expect(log.getByRole('region')).toContainText('spawn /gone/node ENOENT')
})

test('clients that are not installed have snippets and links', async ({ window, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const missing = window.getByRole('region', { name: 'Not found here' })
  await expect(missing).toContainText('Claude Desktop, Claude Code, Cursor, VS Code')
  await button(missing, 'Show snippets').click()
  const cursor = missing.getByRole('region', { name: 'Cursor', exact: true })
  await expect(cursor.getByRole('link', { name: 'Let Cursor add it' })).toHaveAttribute(
    'href',
    /^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?name=plumbline&config=/,
  )
  await button(cursor, 'Copy the code').click()
  const snippet = JSON.parse(await clipboardText(window))
  expect(snippet.mcpServers.plumbline.args).toContain('--home')
  await expect(missing.getByRole('link', { name: 'Let VS Code add it' })).toHaveAttribute(
    'href',
    /^vscode:mcp\/install\?/,
  )
})

test.describe('the endpoint', () => {
  const endpoint = (window: Page) => window.getByRole('region', { name: 'HTTP endpoint' })

  /** Copies a snippet with its button. */
  async function snippet(window: Page, name: string): Promise<string> {
    await endpoint(window).getByText(name, { exact: true }).click()
    await button(
      endpoint(window)
        .getByRole('region', { name: `Snippet for ${name}` })
        .locator('..'),
      'Copy the code',
    ).click()
    return clipboardText(window)
  }

  test('has snippets that work unchanged', async ({ window, context }) => {
    test.skip(process.platform === 'win32', 'The snippet needs a POSIX shell.')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const curl = JSON.parse(execFileSync('sh', ['-c', await snippet(window, 'curl')], { encoding: 'utf8' }))
    expect(curl.result.hits.length).toBeGreaterThan(0)
    const typeScript = execFileSync(process.execPath, ['--input-type=module-typescript'], {
      encoding: 'utf8',
      input: await snippet(window, 'TypeScript'),
    })
    expect(typeScript).toContain('hits')
    const python = await snippet(window, 'Python')
    expect(python).toContain('urlopen')
    if (spawnSync('python3', ['--version']).status === 0)
      expect(execFileSync('python3', ['-c', python], { encoding: 'utf8' })).toContain('hits')
    const { url, headers } = JSON.parse(await snippet(window, 'JSON')).mcpServers.plumbline
    const client = new Client({ name: 'cursor-vscode', version: '3.2.1' })
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
    await client.callTool({ name: 'list_standards', arguments: {} })
    await expect(window.getByRole('grid', { name: 'Sessions' })).toContainText('Cursor')
    await client.close()
  })

  test('shows its token on demand, and rejects the old one after a new one was made', async ({
    window,
    plumbline,
  }) => {
    const old = plumbline.token
    const token = endpoint(window).getByRole('group', { name: 'Token' })
    await expect(token).toContainText(`••${old.slice(-4)}`)
    await expect(endpoint(window)).not.toContainText(old)
    await button(token, 'Show the token').click()
    await expect(token).toContainText(old)
    const call = (bearer: string) =>
      fetch(`${plumbline.endpoint}/mcp/tools`, { headers: { authorization: `Bearer ${bearer}` } })
    expect((await call(old)).status).toBe(200)
    await button(endpoint(window), 'New token').click()
    await button(window.getByRole('dialog'), 'Cancel').click()
    expect((await call(old)).status).toBe(200)
    await button(endpoint(window), 'New token').click()
    await button(window.getByRole('dialog'), 'Make a new token').click()
    await expect(token).not.toContainText(old)
    await expect(token).toContainText(plumbline.token)
    expect((await call(old)).status).toBe(401)
    expect((await call(plumbline.token)).status).toBe(200)
  })

  test('can be paused, and has switches for WebSocket and TCP', async ({ window, plumbline }) => {
    const call = () =>
      fetch(`${plumbline.endpoint}/mcp/tools`, { headers: { authorization: `Bearer ${plumbline.token}` } })
    await button(endpoint(window), 'Pause').click()
    await expect(endpoint(window)).toContainText('Paused')
    expect((await call()).status).toBe(503)
    await button(endpoint(window), 'Resume').click()
    await expect(endpoint(window)).toContainText('On')
    await expect.poll(async () => (await call()).status).toBe(200)

    const addressOf = (name: string) => endpoint(window).getByRole('group', { name, exact: true })
    await expect(addressOf('WS')).toContainText('/mcp/ws')
    await endpoint(window).getByRole('switch', { name: 'WebSocket' }).click({ force: true })
    await expect(addressOf('WS')).toBeHidden()
    await expect(addressOf('TCP')).toBeHidden()
    await endpoint(window).getByRole('switch', { name: 'TCP' }).click({ force: true })
    await expect(addressOf('TCP').or(window.getByText('TCP is not open'))).toBeVisible()
  })
})

test('a session links to its requests', async ({ window, plumbline }) => {
  const client = await plumbline.connectClient('claude-code', '2.6.0')
  await client.callTool({ name: 'search_standards', arguments: { query: 'fixtures' } })
  const sessions = window.getByRole('grid', { name: 'Sessions' })
  await expect(sessions.getByRole('row').nth(1)).toContainText('Claude Code')
  await expect(sessions.getByTitle(/claude-code 2\.6\.0, process \d+/)).toBeVisible()
  await sessions.focus()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/\/activity\?session=/)
  await expect(window.getByRole('grid', { name: 'Requests' })).toContainText('fixtures')
})

test.describe('without a mouse', () => {
  test.use({
    view: '/',
    clientFiles: {
      '.claude.json': '{}',
      '.cursor/mcp.json': '{',
      '.config/Code/User/mcp.json': '{}',
    },
  })

  test('works by keyboard alone', async ({ window, user }) => {
    await expect(window.getByRole('listbox', { name: 'Standards' })).toBeVisible()
    await window.keyboard.press('g')
    await window.keyboard.press('n')
    const vscode = card(window, 'VS Code')
    await expect(vscode).toContainText('Not connected')
    const connectButton = button(vscode, 'Connect')
    await tabTo(window, connectButton)
    await expect(connectButton).toBeFocused()
    await window.keyboard.press('Enter')
    const dialog = window.getByRole('dialog', { name: 'Connect VS Code' })
    await expect(button(dialog, 'Connect')).toBeVisible()
    await window.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(connectButton).toBeFocused()
    await window.keyboard.press('Enter')
    await tabTo(window, button(dialog, 'Connect'))
    await window.keyboard.press('Enter')
    await expect(vscode).toContainText('Tested')
    expect(JSON.parse(user.read('.config/Code/User/mcp.json')).servers.plumbline).toBeDefined()
  })
})
