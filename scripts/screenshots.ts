// `npm run screenshots`: takes pictures of every view for the docs from a running host with traffic, light and dark, at 1280x800
// and 900x600. Needs a browser. Writes docs/images.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type FakeClaudeDesktop, fakeClaudeDesktop } from '../e2e/testing/fake-claude-desktop.ts'
import { findBrowser } from '../e2e/testing/find-browser.ts'
import { STARTER_FILES } from '../e2e/testing/starter-files.ts'
import { startWindowHost, type WindowHost } from '../e2e/testing/window-host.ts'

const out = join(import.meta.dirname, '../docs/images')
const SIZES = { '': { width: 1280, height: 800 }, '-900': { width: 900, height: 600 } } as const
const THEMES = ['light', 'dark'] as const

/** Files with problems, which are added to the starter standards. */
const EXTRA = {
  'python/errors.md':
    '---\ntitle: Errors and exceptions in Python\ntags: [exceptions, retries]\nglobs: *.py\nupdatedAt: 2026-11-06\n---\n\n# Errors and exceptions in Python\n\nRaise the narrowest type that says what went wrong. Catch only what you can\nhandle, and say in one line why.\n\n## Own types\n\nEvery package has one base error. A subclass exists when a caller can act\non it differently, not to carry a message.\n',
}

/** Configuration files of clients in the user's folder; one of them is broken. */
const CLIENT_FILES = {
  '.config/Claude/claude_desktop_config.json': '{ "preferences": {} }\n',
  '.claude.json': '{ "numStartups": 12 }\n',
  '.config/Code/User/mcp.json': '{ "servers": {} }\n',
  '.cursor/mcp.json': '{ "mcpServers": {} }\n',
  '.config/zed/settings.json': '{\n  "theme": "One Dark"\n  "vim_mode": true\n}\n',
  '.codex/config.toml': 'model = "gpt-5"\n',
}

/** A picture: the path of the view, and the steps before it is taken. */
interface Shot {
  readonly name: string
  readonly path: string
  readonly prepare?: (page: Page, host: WindowHost) => Promise<void>
}

const SHOTS: readonly Shot[] = [
  { name: 'standards', path: '/standards/python/testing.md' },
  {
    name: 'standards-search',
    path: '/standards/python/testing.md',
    prepare: (page) => page.getByRole('textbox', { name: 'Search standards' }).fill('fixture scope'),
  },
  { name: 'standards-edit', path: '/standards/python/testing.md?edit=1' },
  { name: 'standards-problem', path: '/standards/python/errors.md?edit=1' },
  { name: 'activity', path: '/activity' },
  {
    name: 'activity-drawer',
    path: '/activity',
    async prepare(page) {
      await page.getByRole('row').filter({ hasText: 'get_standard' }).first().click()
      await page.keyboard.press('Enter')
    },
  },
  { name: 'cache', path: '/cache' },
  { name: 'errors', path: '/errors' },
  { name: 'insights', path: '/insights' },
  { name: 'connections', path: '/connections' },
  { name: 'settings', path: '/settings' },
  {
    name: 'palette',
    path: '/activity',
    async prepare(page) {
      await page.keyboard.press('ControlOrMeta+K')
      await page.keyboard.type('test')
    },
  },
  {
    name: 'keys',
    path: '/activity',
    prepare: (page) => page.keyboard.press('?'),
  },
]

const SETTLE_MS = 900

const executablePath = findBrowser()
if (executablePath === null) {
  console.error(
    'There is no browser to take pictures with. Install Chromium or Chrome, or name one in PLUMBLINE_BROWSER.',
  )
  process.exit(1)
}
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
})
try {
  await takeFirstRun(browser)
  await takeViews(browser)
} finally {
  await browser.close()
}

async function takeViews(browser: Browser): Promise<void> {
  const host = await startWindowHost({ files: { ...STARTER_FILES, ...EXTRA }, ownUser: true })
  let claude: FakeClaudeDesktop | undefined
  try {
    claude = await connectClients(browser, host)
    await makeTraffic(host, claude)
    for (const theme of THEMES) {
      for (const [suffix, viewport] of Object.entries(SIZES)) {
        const page = await open(browser, host, theme, viewport)
        for (const shot of SHOTS) {
          await page.goto(host.origin + shot.path)
          await page.waitForTimeout(SETTLE_MS)
          await shot.prepare?.(page, host)
          await page.waitForTimeout(SETTLE_MS)
          await save(page, `${shot.name}${suffix}-${theme}`)
        }
        await page.context().close()
      }
    }
  } finally {
    await claude?.quit()
    await host.close()
  }
}

async function takeFirstRun(browser: Browser): Promise<void> {
  const host = await startWindowHost({
    files: STARTER_FILES,
    welcomed: false,
    ownUser: true,
    settings: { library: null },
  })
  try {
    for (const theme of THEMES) {
      for (const [suffix, viewport] of Object.entries(SIZES)) {
        const page = await open(browser, host, theme, viewport)
        await page.waitForTimeout(SETTLE_MS)
        await save(page, `first-run${suffix}-${theme}`)
        await page.context().close()
      }
    }
  } finally {
    await host.close()
  }
}

async function open(
  browser: Browser,
  host: WindowHost,
  colorScheme: (typeof THEMES)[number],
  viewport: { readonly width: number; readonly height: number },
): Promise<Page> {
  const context = await browser.newContext({
    colorScheme,
    viewport,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(host.address)
  await page.waitForTimeout(SETTLE_MS)
  return page
}

async function save(page: Page, name: string): Promise<void> {
  writeFileSync(join(out, `${name}.png`), await page.screenshot())
  console.log(name)
}

/** Connects clients through the window, removes one client entry, and restarts Claude Desktop. */
async function connectClients(browser: Browser, host: WindowHost): Promise<FakeClaudeDesktop> {
  const user = dirname(host.home.home)
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(user, name)), { recursive: true })
    writeFileSync(join(user, name), text)
  }
  for (const [name, text] of Object.entries(CLIENT_FILES)) write(name, text)
  const page = await open(browser, host, 'light', SIZES[''])
  await page.goto(`${host.origin}/connections`)
  await page.getByRole('button', { name: 'Check all' }).click()
  for (const name of ['Claude Desktop', 'Claude Code', 'VS Code', 'Cursor']) {
    const connect = { name: 'Connect', exact: true }
    await page.getByRole('article', { name }).getByRole('button', connect).click()
    const dialog = page.getByRole('dialog', { name: `Connect ${name}` })
    await dialog.getByRole('button', connect).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  write('.claude.json', CLIENT_FILES['.claude.json'])
  await page.getByRole('article', { name: 'Claude Code' }).getByText('Entry lost').waitFor()
  await page.context().close()
  const claude = fakeClaudeDesktop(user, 'modern')
  await claude.start()
  return claude
}

type Ask = (name: string, args: Record<string, unknown>) => Promise<unknown>

/** Calls tools as three clients: mostly with hits, sometimes without, and sometimes with wrong arguments. */
async function makeTraffic(host: WindowHost, claude: FakeClaudeDesktop): Promise<void> {
  const over =
    (client: Client): Ask =>
    (name, args) =>
      client.callTool({ name, arguments: args }).catch(() => {})
  const code = over(await host.connectClient('claude-code', '2.6.0'))
  const cursor = over(await host.connectClient('cursor-vscode', '3.2.1'))
  const desktop: Ask = (name, args) => claude.call('plumbline', name, args)
  const ask = async (client: Ask, name: string, args: Record<string, unknown>) => {
    await client(name, args)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  for (let round = 0; round < 4; round++) {
    await ask(desktop, 'get_stdlib', { language: 'python', domain: 'testing' })
    await ask(code, 'search_standards', { query: 'retry with backoff', language: 'go' })
    await ask(code, 'get_standard', { id: 'general/error-handling.md' })
    await ask(cursor, 'list_standards', { language: 'typescript' })
    await ask(desktop, 'get_checklist', { language: 'python', domain: 'testing' })
    await ask(cursor, 'search_standards', { query: 'feature flag naming' })
    await ask(code, 'get_standard', { id: 'go/testing.md' })
    await ask(desktop, 'search_standards', { query: 'structured log fields' })
    if (round % 2 === 0) await ask(cursor, 'search_standards', { query: 'graphql federation' })
    if (round === 1) await ask(code, 'get_standard', { id: 'ruby/style.md' })
    if (round === 2) await ask(cursor, 'get_stdlibs', { language: 'python' })
    if (round === 3) await ask(code, 'get_stdlib', { language: 'kotlin', domain: 'testing' })
    await ask(code, 'get_standard', { id: 'python/testing.md', section: 'Fixtures' })
    await ask(desktop, 'search_standards', { query: 'pagination cursor' })
    await ask(cursor, 'search_standards', { query: 'dependency injection', limit: 200 })
  }
}
