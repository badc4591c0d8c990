import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { clipboardText } from '../testing/page-user.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import type { WindowHost } from '../testing/window-host.ts'
import { ON_EACH_HOST, sharedTest, test, textOf } from './fixtures.ts'

const list = (window: Page) => window.getByRole('listbox', { name: 'Standards' })
const rows = (window: Page) => list(window).getByRole('option')
const document = (window: Page) => window.getByRole('region', { name: 'Document' })
const hasFile = ({ home }: WindowHost, id: string) => existsSync(join(home.library, id))

sharedTest('a hit and a section are scrolled into view', async ({ window }) => {
  await window.getByRole('textbox', { name: 'Search standards' }).fill('fixture sco')
  await rows(window).first().getByText('Fixtures', { exact: true }).click()
  await expect(window).toHaveURL(/\/standards\/python\/testing\.md#fixtures$/)
  await expect(document(window).getByRole('heading', { name: 'Fixtures' })).toBeInViewport()
  await window.getByRole('button', { name: 'Next hit' }).click()
  await expect(document(window).locator('mark[data-current]')).toBeInViewport()
  const outline = window.getByRole('navigation', { name: 'Outline' })
  await outline.getByRole('link').last().click()
  await expect(document(window).getByRole('heading').last()).toBeInViewport()
})

sharedTest(
  'the text and the link of a standard are copied to the clipboard',
  ON_EACH_HOST,
  async ({ window, plumbline, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await window.goto(`${plumbline.origin}/standards/python/testing.md`)
    await window.getByRole('button', { name: 'Copy the text' }).click()
    await expect.poll(() => clipboardText(window)).toBe(STARTER_FILES['python/testing.md'])
    await window.keyboard.press('l')
    await expect.poll(() => clipboardText(window)).toBe('standard:///python/testing.md')
  },
)

test.describe('a long library', () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [
      `area${at % 40}/part-${String(at).padStart(5, '0')}.md`,
      `# Part ${String(at).padStart(5, '0')}\n\nRule number ${at}.\n`,
    ]),
  )
  test.use({ start: { files: many } })

  test('ten thousand rows can be scrolled, and only those in view are in the page', async ({ window }) => {
    await expect(
      window.getByRole('region', { name: 'Standards' }).getByText('10,000 standards', { exact: true }),
    ).toBeVisible()
    await window.getByRole('button', { name: 'Most asked' }).click()
    await window.getByRole('menuitemradio', { name: 'Title' }).click()
    await expect(rows(window).first()).toContainText('Part 00000')
    await list(window).focus()
    await window.keyboard.press('End')
    await expect(rows(window).last()).toContainText('Part 09999')
    await expect(list(window).getByRole('option', { selected: true })).toContainText('Part 09999')
    expect(await rows(window).count()).toBeLessThan(100)
    await expect(document(window)).toContainText('Rule number 9999.')
  })
})

test.describe('a long text', () => {
  const sections = Array.from(
    { length: 60 },
    (_, at) => `## Part ${at + 1}\n\nSome words.\n\n\`\`\`go\n${'x()\n'.repeat(at % 7)}\`\`\`\n`,
  )
  const file = `---\ntitle: Long\n---\n\n# Long\n\n${sections.join('\n')}\nThe very end.\n`
  test.use({ start: { files: { 'long.md': file } } })

  test('scrolls the preview with the text', async ({ window, plumbline }) => {
    await window.goto(`${plumbline.origin}/standards/long.md?edit=1`)
    const preview = window.getByRole('region', { name: 'Preview' })
    const part = (number: number) => preview.getByRole('heading', { name: `Part ${number}`, exact: true })
    await expect(part(1)).toBeInViewport()
    await window.getByRole('textbox', { name: 'Text of long.md' }).focus()
    await window.keyboard.press('Control+End')
    await expect(preview.getByText('The very end.')).toBeInViewport()
    await window.keyboard.press('Control+Home')
    await expect(part(1)).toBeInViewport()
    const scroller = window.locator('.code-editor .cm-scroller')
    const line = scroller.getByText('## Part 30', { exact: true })
    await scroller.hover()
    await expect(async () => {
      await window.mouse.wheel(0, 300)
      await expect(line).toBeInViewport({ timeout: 50 })
    }).toPass({ intervals: [20] })
    await expect(part(30)).toBeInViewport()
  })
})

test('an edit changes the next answer of a client', ON_EACH_HOST, async ({ window, plumbline }) => {
  const client = await plumbline.connectClient()
  await window.goto(`${plumbline.origin}/standards/go/security.md`)
  await document(window).waitFor()
  await window.keyboard.press('e')
  const text = window.getByRole('textbox', { name: 'Text of go/security.md' })
  await text.focus()
  await window.keyboard.press('Control+End')
  await window.keyboard.type('\n## Hedgehogs\n\nNever let a hedgehog sign a certificate.\n')
  await expect(window.getByRole('region', { name: 'Preview' })).toContainText('Never let a hedgehog')
  await expect(window.getByText('Not saved', { exact: true })).toBeVisible()
  await window.keyboard.press('Control+s')
  await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
  await expect
    .poll(async () =>
      textOf(
        await client.callTool({
          name: 'get_standard',
          arguments: { id: 'go/security.md', section: 'Hedgehogs' },
        }),
      ),
    )
    .toContain('Never let a hedgehog sign a certificate.')
})

test(
  'a standard is moved, deleted to the trash, and restored',
  ON_EACH_HOST,
  async ({ window, plumbline }) => {
    await window.goto(`${plumbline.origin}/standards/go/testing.md`)
    await document(window).waitFor()
    // The previous standard stays until the new one is loaded, and has the same heading.
    const shows = async (id: string) => {
      await expect(window.getByRole('region', { name: 'Go testing' }).getByTitle(id)).toBeVisible()
      await expect(window.getByRole('dialog')).toBeHidden()
    }
    await window.keyboard.press('F2')
    const path = window.getByRole('textbox', { name: 'Path in the library' })
    await path.fill('deep/in/here.md')
    await path.press('Enter')
    await expect(window).toHaveURL(/deep\/in\/here\.md$/)
    await shows('deep/in/here.md')
    await window.keyboard.press('Delete')
    await expect(window.getByText('to the trash')).toBeVisible()
    await expect(window).not.toHaveURL(/deep/)
    await expect.poll(() => hasFile(plumbline, 'deep/in/here.md')).toBe(false)
    await window.keyboard.press('Control+z')
    await expect(window).toHaveURL(/deep\/in\/here\.md$/)
    await shows('deep/in/here.md')
    await expect.poll(() => hasFile(plumbline, 'deep/in/here.md')).toBe(true)
  },
)
