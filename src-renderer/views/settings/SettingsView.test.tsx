import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from '../../testing/open-window.tsx'
import { STANDARDS } from '../../testing/standards.ts'
import { type Engine, startEngine } from '../../testing/start-engine.ts'
import { fill } from '../../testing/user.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(STANDARDS)
})
afterAll(() => engine.close())

const open = () => openPage(engine.host.bridge, '/settings')
const days = () => screen.findByRole('textbox', { name: 'Days to keep requests' })
const press = async (name: string) => (await screen.findByRole('switch', { name })).click()
const alertWith = (words: string | RegExp) =>
  waitFor(() => {
    const alert = screen.getAllByRole('alert').find(({ textContent }) => textContent?.match(words))
    expect(alert).toBeDefined()
    return alert!
  })

it('writes a setting at once, and says so', async () => {
  const user = open()
  await fill(user, await days(), '7')
  await user.keyboard('{Enter}')
  await screen.findByText('Saved')
  await waitFor(async () => expect(await days()).toHaveValue('7 days'))
  expect(engine.settings().activity).toEqual({ keepDays: 7 })
  await press('Hide secrets before they are written')
  await waitFor(() => expect(engine.settings().activity).toEqual({ keepDays: 7, mask: false }))
})

it('keeps a wrong value in view with its reason, while the old one works on', async () => {
  const user = open()
  const port = await screen.findByRole('textbox', { name: 'Port' })
  await fill(user, port, '80')
  await user.keyboard('{Enter}')
  const served = new URL(engine.origin).port
  expect(await alertWith(/1024/)).toHaveTextContent(`Still serving on ${served}.`)
  expect(port).toHaveValue('80')
  expect(engine.settings().endpoint).toBeUndefined()
  expect((await fetch(`${engine.origin}/health`)).status).toBe(200)
  await user.click(port)
  await user.keyboard('{Escape}')
  expect(port).toHaveValue('9001')
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('shows what another program writes into the file, and tells of a broken file', async () => {
  open()
  await days()
  const file = join(engine.library.home, 'settings.json')
  const whole = JSON.stringify({ ...engine.settings(), activity: { keepDays: 99 } })
  writeFileSync(file, whole)
  await waitFor(async () => expect(await days()).toHaveValue('99 days'))
  writeFileSync(file, '{ "activity": ')
  await alertWith('settings.json')
  expect(await days()).toHaveValue('99 days')
  writeFileSync(file, whole)
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('draws the window in the theme that was chosen, and again when it is opened again', async () => {
  open()
  const scheme = () => document.documentElement.dataset.mantineColorScheme
  const dark = await screen.findByRole('radio', { name: 'Dark' })
  expect(scheme()).toBe('light')
  dark.click()
  await waitFor(() => expect(scheme()).toBe('dark'))
  open()
  // What was chosen the last time is known before the host has said anything.
  expect(screen.queryByRole('radio')).toBeNull()
  expect(scheme()).toBe('dark')
  expect(await screen.findByRole('radio', { name: 'Dark' })).toBeChecked()
})

it('keeps no bodies of calls once they are not wanted', async () => {
  open()
  await press('Keep request and response bodies')
  await waitFor(() => expect(engine.settings().activity).toMatchObject({ bodies: false }))
  await engine.callToolAs('tester', 'search_standards', { query: 'unmistakable-words' })
  within(screen.getByRole('navigation', { name: 'Views' }))
    .getByRole('link', { name: /^Activity/ })
    .click()
  await screen.findByText(/unmistakable-words/)
  const log = readFileSync(join(engine.library.home, 'activity.db-wal'), 'latin1')
  expect(log).toContain('unmistakable-words')
  expect(log).not.toContain('structuredContent')
})

it('finds settings by their words', async () => {
  const user = open()
  await days()
  await user.keyboard('/')
  expect(screen.getByRole('textbox', { name: 'Find a setting' })).toHaveFocus()
  await user.keyboard('websocket')
  await waitFor(() => expect(screen.queryByRole('switch', { name: 'TCP' })).toBeNull())
  expect(screen.getByRole('switch', { name: 'WebSocket' })).toBeVisible()
})
