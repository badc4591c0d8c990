import { mkdirSync } from 'node:fs'
import { expect } from '@playwright/test'
import { pathOf, sharedTest, test } from './fixtures.ts'

sharedTest('links in a standard open in the browser, not in the window', async ({ desktop, window }) => {
  await window.getByText('Go testing').first().click()
  await window.getByRole('link', { name: 'Elsewhere' }).click()
  await expect.poll(async () => (await desktop.seen()).opened).toEqual(['https://example.org/tables'])
  expect(desktop.app.windows()).toHaveLength(1)
})

sharedTest(
  'the window shows only pages of the app, and no second window opens',
  async ({ desktop, window }) => {
    const before = pathOf(window)
    await window.evaluate("location.href = 'https://example.org/page'")
    await expect.poll(async () => (await desktop.seen()).opened).toEqual(['https://example.org/page'])
    expect(pathOf(window)).toBe(before)
    expect(await window.evaluate("window.open('https://example.org/popup') === null")).toBe(true)
    await expect.poll(async () => (await desktop.seen()).opened).toContain('https://example.org/popup')
    // Addresses that could start a program are not passed to the system.
    await window.evaluate("void window.open('file:///etc/passwd'); void window.open('ssh://example.org')")
    await window.evaluate("location.href = 'smb://example.org/share'").catch(() => {})
    await expect(window.getByRole('main')).toBeVisible()
    await window.evaluate("location.href = 'https://example.org/last'")
    await expect.poll(async () => (await desktop.seen()).opened).toContain('https://example.org/last')
    expect((await desktop.seen()).opened).toHaveLength(3)
    expect(desktop.app.windows()).toHaveLength(1)
  },
)

test('a link that adds our client entry is passed to the system, and a forged one is not', async ({
  start,
}, info) => {
  const folder = info.outputPath('user')
  mkdirSync(folder, { recursive: true })
  const desktop = await start({ env: { HOME: folder, USERPROFILE: folder } })
  const window = await desktop.window()
  await window.getByRole('link', { name: 'Connections' }).click()
  await window.getByRole('button', { name: 'Show snippets' }).click()
  const link = window.getByRole('link', { name: 'Let Cursor add it' })
  const href = (await link.getAttribute('href')) ?? ''
  await link.click()
  await expect.poll(async () => (await desktop.seen()).opened).toEqual([href])
  const evil = href.replace(/config=.*/, 'config=eyJjb21tYW5kIjoic2gifQ==')
  await window.evaluate(`void open(${JSON.stringify(evil)})`)
  await link.click()
  await expect.poll(async () => (await desktop.seen()).opened).toEqual([href, href])
})

sharedTest(
  'the page has the content security policy, no Node, and of Electron only the bridge',
  async ({ window }) => {
    const found = await window.evaluate(`(async () => ({
    policy: (await fetch('/')).headers.get('content-security-policy'),
    node: [typeof require, typeof process, typeof module, typeof Buffer],
    bridge: Object.keys(window.plumbline).sort(),
    inline: await new Promise((resolve) => {
      window.ran = false
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      // An inline script runs when it is inserted, or never.
      resolve(window.ran)
    }),
    remote: await fetch('https://example.org/').then(() => 'reached', () => 'blocked'),
    machine: await fetch('http://127.0.0.1:9/').then(() => 'reached', () => 'blocked'),
  }))()`)
    expect(found).toMatchObject({
      policy: expect.stringMatching(/default-src 'none'.*connect-src 'self';/),
      node: ['undefined', 'undefined', 'undefined', 'undefined'],
      bridge: ['call', 'onGo', 'subscribe'],
      inline: false,
      remote: 'blocked',
      machine: 'blocked',
    })
  },
)

sharedTest('a call that is not in the contract is answered with an error', async ({ window }) => {
  const answers = await window.evaluate(`Promise.all([
    window.plumbline.call('toString', {}),
    window.plumbline.call('__proto__', {}),
    window.plumbline.call('standards.get', { id: 7 }),
    window.plumbline.call('standards.get', { id: 'go/testing.md', more: true }),
    window.plumbline.call('standards.get', { id: '../../settings.json' }),
  ])`)
  expect(answers).toEqual([
    { error: expect.objectContaining({ code: 'usage' }) },
    { error: expect.objectContaining({ code: 'usage' }) },
    { error: expect.objectContaining({ code: 'usage' }) },
    { error: expect.objectContaining({ code: 'usage' }) },
    { output: null },
  ])
})

sharedTest('subscriptions end when their page is reloaded', async ({ desktop, window }) => {
  await window.evaluate('window.plumbline.subscribe("state", () => {})')
  const sent = () =>
    desktop.app.evaluate(({ BrowserWindow }) => {
      const store = globalThis as unknown as { pages?: Set<string> }
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (!store.pages && contents) {
        const pages = new Set<string>()
        store.pages = pages
        const send = contents.send.bind(contents)
        contents.send = (channel: string, ...args: { page: string }[]) => {
          pages.add(args[0]?.page ?? '')
          send(channel, ...args)
        }
      }
      const pages = [...(store.pages ?? [])]
      store.pages?.clear()
      return pages
    })
  await sent()
  await desktop.clickTray('Pause serving')
  await expect.poll(sent).toHaveLength(1)
  await window.reload()
  await expect(window.getByRole('main')).toBeVisible()
  await sent()
  await desktop.clickTray('Pause serving')
  // Only the new page gets messages.
  await expect.poll(sent).toHaveLength(1)
})
