import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { STARTER_FILES } from '../testing/starter-files.ts'
import type { WindowHost } from '../testing/window-host.ts'
import { ON_EACH_HOST, test } from './fixtures.ts'

const ID = 'go/testing.md'
const OLD = STARTER_FILES[ID] ?? ''
const THEIRS = OLD.replace('tags: [', 'tags: [theirs, ').replace('- [ ] ', '- [ ] An item of theirs\n- [ ] ')

const onDisk = ({ home }: WindowHost) => readFileSync(join(home.library, ID), 'utf8')
const notSaved = (window: Page) => window.getByText('Not saved', { exact: true })
const text = (window: Page) => window.getByRole('textbox', { name: `Text of ${ID}` })

async function write(window: Page, plumbline: WindowHost, words: string): Promise<void> {
  await window.goto(`${plumbline.origin}/standards/${ID}?edit=1`)
  await type(window, words)
}

async function type(window: Page, words: string): Promise<void> {
  await text(window).focus()
  await window.keyboard.press('Control+End')
  await window.keyboard.type(words)
  await expect(notSaved(window)).toBeVisible()
}

/** Changes the file in the window and on disk, and opens the comparison. */
async function bringAbout(window: Page, plumbline: WindowHost): Promise<void> {
  await write(window, plumbline, 'A line of mine.\n')
  plumbline.home.write(ID, THEIRS)
  await expect(window.getByRole('alert')).toContainText('The file changed on disk')
  expect(onDisk(plumbline)).toBe(THEIRS)
  await window.keyboard.press('Control+s')
  await expect(window.getByText('3 differences')).toBeVisible()
  expect(onDisk(plumbline)).toBe(THEIRS)
}

test('one change from disk is accepted, the others are rejected, and the result is saved', async ({
  window,
  plumbline,
}) => {
  await bringAbout(window, plumbline)
  const mine = window.getByRole('textbox', { name: `Mine: the result for ${ID}` })
  await expect(window.getByRole('textbox', { name: `Theirs: ${ID} on disk` })).toContainText('tags: [theirs,')
  await window.getByRole('button', { name: 'Take this difference' }).first().click()
  await expect(window.getByText('2 differences')).toBeVisible()
  await expect(mine).toContainText('tags: [theirs,')
  // F7 moves to the checklist and then to the last line, Shift+F7 moves back, and Ctrl+Enter accepts the change.
  await mine.focus()
  await window.keyboard.press('Control+Home')
  await window.keyboard.press('F7')
  await window.keyboard.press('F7')
  await window.keyboard.press('Shift+F7')
  await window.keyboard.press('Control+Enter')
  await expect(window.getByText('1 difference', { exact: true })).toBeVisible()
  await window.getByRole('button', { name: 'Save the result' }).click()
  await expect(text(window)).toBeVisible()
  expect(onDisk(plumbline)).toBe(`${THEIRS}A line of mine.\n`)
  await expect(notSaved(window)).toBeHidden()
})

test.describe('unsaved text', () => {
  test('survives a restart of the host, and can then be saved', async ({ window, plumbline }) => {
    await write(window, plumbline, 'Written before.\n')
    await plumbline.halt()
    await expect(window.getByText('Plumbline cannot be reached.')).toBeVisible()
    await text(window).focus()
    await window.keyboard.press('Control+End')
    await window.keyboard.type('Written meanwhile.\n')
    await expect(window.getByRole('button', { name: 'Save' })).toBeDisabled()
    await plumbline.resume()
    await expect(window.getByRole('button', { name: 'Save' })).toBeEnabled()
    await window.keyboard.press('Control+s')
    await expect(notSaved(window)).toBeHidden()
    expect(onDisk(plumbline)).toBe(`${OLD}Written before.\nWritten meanwhile.\n`)
  })

  test(
    'survives Back and a reload, with a change of the file meanwhile as a conflict',
    ON_EACH_HOST,
    async ({ window, plumbline }) => {
      await window.goto(`${plumbline.origin}/standards/${ID}`)
      await window.getByRole('button', { name: 'Edit' }).click()
      await type(window, 'Not lost.\n')
      // Going back within the page asks first, and cancelling stays.
      await window.goBack()
      const question = window.getByRole('dialog', { name: 'Leave without saving?' })
      await question.getByRole('button', { name: 'Continue writing' }).click()
      await expect(window).toHaveURL(/edit=1$/)
      window.on('dialog', (dialog) => void dialog.accept())
      await window.reload()
      await expect(window.getByText(/Unsaved text from .* is back/)).toBeVisible()
      await expect(notSaved(window)).toBeVisible()
      await text(window).focus()
      await window.keyboard.press('Control+End')
      await expect(text(window)).toContainText('Not lost.')

      plumbline.home.write(ID, THEIRS)
      await expect(window.getByRole('alert')).toContainText('The file changed on disk')
      await window.goto(`${plumbline.origin}/standards/${ID}`)
      await expect(window.getByText(/You have unsaved text from/)).toBeVisible()
      await window.getByRole('button', { name: 'Continue writing' }).click()
      await expect(window.getByRole('alert')).toContainText('The file changed on disk')
      await window.getByRole('button', { name: 'Compare' }).click()
      await expect(window.getByText('3 differences')).toBeVisible()
    },
  )
})
