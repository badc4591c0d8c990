import { expect } from '@playwright/test'
import { pathOf, sharedTest } from './fixtures.ts'

sharedTest('the application menu opens the views of the window', async ({ desktop, window }) => {
  const click = (menu: string, label: string) =>
    desktop.app.evaluate(
      ({ Menu }, [top, item]) => {
        const entry = Menu.getApplicationMenu()?.items.find(({ label }) => label === top)
        const found = entry?.submenu?.items.find(({ label }) => label === item)
        if (!found) throw new Error(`There is no “${item}” in “${top}”.`)
        setImmediate(() => found.click())
      },
      [menu, label] as const,
    )
  await click('Go', 'Connections')
  await expect.poll(() => pathOf(window)).toBe('/connections')
  await click('File', 'New Standard')
  await expect.poll(() => pathOf(window)).toMatch(/^\/standards\?new=1/)
})

sharedTest('the context menu has the items that fit the clicked element', async ({ desktop, window }) => {
  const menus = () =>
    desktop.app.evaluate(() => {
      interface Item {
        readonly label: string
        readonly role?: string
        readonly type: string
      }
      const { popups } = (globalThis as unknown as { desktopSeen: { popups: { items: Item[] }[] } })
        .desktopSeen
      return popups.map(({ items }) =>
        items
          .filter(({ type }) => type !== 'separator')
          .map(({ label, role }) => role?.toLowerCase() ?? label),
      )
    })
  await window.keyboard.press('/')
  await window.getByRole('searchbox').or(window.getByRole('textbox')).first().click({ button: 'right' })
  await expect.poll(menus).toEqual([['undo', 'redo', 'cut', 'copy', 'paste', 'selectall', 'Inspect']])
  await window.getByText('Go testing').first().click()
  await window.getByRole('link', { name: 'Elsewhere' }).click({ button: 'right' })
  await expect
    .poll(async () => (await menus()).at(-1))
    .toEqual(expect.arrayContaining(['Open Link', 'Inspect']))
})
