import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { changeText, pathOf, sharedTest, test } from './fixtures.ts'

sharedTest('closing the window hides it', async ({ desktop, window }) => {
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => desktop.isVisible()).toBe(false)
  expect(window.isClosed()).toBe(false)
  await desktop.clickTray('Open Plumbline')
  await expect.poll(() => desktop.isVisible()).toBe(true)
})

sharedTest('a second start shows the window of the first', async ({ desktop, window }) => {
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await expect.poll(() => desktop.isVisible()).toBe(false)
  await desktop.startAgain()
  await expect.poll(() => desktop.isVisible()).toBe(true)
  expect(desktop.app.windows()).toHaveLength(1)
  expect(window.isClosed()).toBe(false)
})

test('a second start at login shows nothing', async ({ start }) => {
  const desktop = await start({ args: ['--hidden'] })
  await desktop.startAgain(['--hidden'])
  await desktop.clickTray('Reindex')
  expect(desktop.app.windows()).toHaveLength(0)
})

test('a start at login shows only the tray, from which the window can be opened', async ({ start }) => {
  const desktop = await start({ args: ['--hidden'] })
  expect(desktop.app.windows()).toHaveLength(0)
  await desktop.clickTray('Open Plumbline')
  await expect((await desktop.window()).getByRole('main')).toBeVisible()
  expect(await desktop.isVisible()).toBe(true)
})

test('a plumbline: link opens its standard, at the start and later', async ({ start }) => {
  const desktop = await start({ args: ['plumbline://standards/python/naming.md'] })
  const window = await desktop.window()
  await expect.poll(() => pathOf(window)).toBe('/standards/python/naming.md')
  await desktop.startAgain(['plumbline://standards/go/testing.md#tables'])
  await expect.poll(() => pathOf(window)).toBe('/standards/go/testing.md#tables')
  await expect(window.getByRole('heading', { name: 'Go testing' }).first()).toBeVisible()
  await desktop.startAgain(['plumbline://settings/quit'])
  await expect.poll(() => pathOf(window)).toBe('/standards/go/testing.md#tables')
})

test('position, size and view are restored', async ({ start }) => {
  const first = await start()
  const window = await first.window()
  await window.getByRole('link', { name: 'Activity' }).click()
  // The main process is notified after the page has changed its path.
  const known = () =>
    first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
  await expect.poll(known).toMatch(/\/activity$/)
  const bounds = { x: 40, y: 30, width: 1000, height: 640 }
  await first.app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  )
  await first.quit()
  const again = await start({ home: first.home })
  expect(
    await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
  ).toEqual(bounds)
  await expect.poll(async () => pathOf(await again.window())).toBe('/activity')
})

test('quitting with unsaved text asks first, and cancelling preserves the text', async ({
  desktop,
  window,
}) => {
  await changeText(window)
  await desktop.app.evaluate(({ app }) => void setImmediate(() => app.quit()))
  await expect.poll(async () => (await desktop.seen()).dialogs.length).toBe(1)
  const [asked] = (await desktop.seen()).dialogs
  expect(asked?.message).toBe('A standard has changes that are not saved.')
  await expect(window.getByText('Not saved', { exact: true })).toBeVisible()
  // Closing the window still hides it.
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(() => desktop.isVisible()).toBe(false)
  await desktop.answer('Discard the changes')
  await desktop.quit()
  expect(readFileSync(join(desktop.home.library, 'go/testing.md'), 'utf8')).not.toContain('Not saved yet.')
})

test('quitting ends the process and removes host.json', async ({ desktop, window }) => {
  await expect(window.getByRole('main')).toBeVisible()
  expect(await desktop.quit()).toBe(0)
  expect(() => readFileSync(join(desktop.home.home, 'host.json'))).toThrow(/ENOENT/)
})

test('a crashed window is restored with its view', async ({ desktop, window }) => {
  await window.getByRole('link', { name: 'Cache' }).click()
  await expect.poll(() => pathOf(window)).toBe('/cache')
  const shown = () =>
    desktop.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const text = await contents?.executeJavaScript(
        'document.querySelector("main")?.getAttribute("aria-label")',
      )
      return `${contents?.getURL().replace(/^.*plumbline/, '')} ${text}`
    })
  expect(await shown()).toBe('/cache Cache')
  await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    // A reload removes this label.
    void contents?.executeJavaScript('document.querySelector("main").setAttribute("aria-label", "old")')
    contents?.forcefullyCrashRenderer()
  })
  await expect.poll(() => shown().catch(() => '')).toBe('/cache Cache')
  expect(readFileSync(join(desktop.home.home, 'logs/app.log'), 'utf8')).toContain(
    "The window's process ended unexpectedly",
  )
})

test('a window that crashed too often and was closed can be opened again', async ({ desktop, window }) => {
  await expect(window.getByRole('main')).toBeVisible()
  await desktop.answer('Close the window')
  const title = () =>
    desktop.app
      .evaluate(({ BrowserWindow }) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            'document.querySelector("main") && document.title',
          ),
          new Promise((resolve) => setTimeout(() => resolve(null), 1_000)),
        ]),
      )
      .catch(() => null)
  const failures = async () =>
    readFileSync(join(desktop.home.home, 'logs/app.log'), 'utf8').split(
      "The window's process ended unexpectedly",
    ).length - 1
  for (let times = 1; (await desktop.seen()).dialogs.length === 0; times++) {
    await expect.poll(title).not.toBeNull()
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await expect.poll(failures).toBe(times)
  }
  await expect.poll(() => desktop.isVisible()).toBe(false)
  await desktop.clickTray('Open Plumbline')
  await expect.poll(() => desktop.isVisible()).toBe(true)
  await expect.poll(title).not.toBeNull()
})

test('unsaved text is restored after a crash of the window', async ({ desktop, window }) => {
  await changeText(window)
  const inPage = (script: string) =>
    desktop.app.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    )
  await expect.poll(() => inPage('JSON.stringify(localStorage)')).toContain('Not saved yet.')
  await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await expect
    .poll(() => inPage('document.querySelector(".cm-content")?.textContent').catch(() => ''))
    .toContain('Not saved yet.')
})

test('an uncaught exception of the main process is shown and logged', async ({ desktop, window }) => {
  await expect(window.getByRole('main')).toBeVisible()
  await desktop.app.evaluate(() => {
    setImmediate(() => {
      throw new Error('the ladder broke')
    })
  })
  await expect
    .poll(async () => (await desktop.seen()).dialogs.map(({ detail }) => detail))
    .toEqual([expect.stringContaining('the ladder broke')])
  const [dialog] = (await desktop.seen()).dialogs
  expect(dialog?.detail).toContain(join(desktop.home.home, 'logs', 'app.log'))
  expect(readFileSync(join(desktop.home.home, 'logs', 'app.log'), 'utf8')).toContain('the ladder broke')
  await expect
    .poll(async () => (await desktop.errors()).map(({ cause }) => cause))
    .toEqual(['Error: the ladder broke'])
  // The app continues.
  await window.getByRole('link', { name: 'Activity' }).click()
  await expect.poll(() => pathOf(window)).toBe('/activity')
})

test('a broken settings file is shown, and the app ends', async ({ start }) => {
  const desktop = await start()
  await desktop.quit()
  writeFileSync(join(desktop.home.home, 'settings.json'), '{')
  await expect(start({ home: desktop.home })).rejects.toThrow()
  expect(readFileSync(join(desktop.home.home, 'logs', 'app.log'), 'utf8')).toContain('is not JSON')
})
