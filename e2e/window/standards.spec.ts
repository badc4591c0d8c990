import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, type Page } from '@playwright/test'
import { eventually } from '../../src-core/testing/temp-library.ts'
import { STARTER_FILES } from '../testing/starter-files.ts'
import type { WindowHost } from '../testing/window-host.ts'
import { ON_EACH_HOST, readOnlyTest, test, textOf } from './fixtures.ts'

const list = (window: Page) => window.getByRole('listbox', { name: 'Standards' })
const rows = (window: Page) => list(window).getByRole('option')
const facet = (window: Page, group: string, value: string) =>
  window.getByRole('region', { name: group }).getByRole('button', { name: new RegExp(`^${value}`) })
const readFile = ({ home }: WindowHost, id: string) => readFileSync(join(home.library, id), 'utf8')
const hasFile = ({ home }: WindowHost, id: string) => existsSync(join(home.library, id))
/** As Insights would link to it. */
function firstGap({ home }: WindowHost): string | undefined {
  const log = new DatabaseSync(join(home.home, 'activity.db'), { readOnly: true })
  try {
    return log.prepare('SELECT id FROM gaps').get()?.id as string | undefined
  } finally {
    log.close()
  }
}

const document = (window: Page) => window.getByRole('region', { name: 'Document' })

test.describe('browsing', () => {
  readOnlyTest('facets narrow the list: any within one, all of them together', async ({ window }) => {
    const total = Object.keys(STARTER_FILES).length
    await expect(window.getByText(`${total} standards`, { exact: true })).toBeVisible()
    await facet(window, 'Language', 'Python').click()
    await expect(window.getByText('5 standards', { exact: true })).toBeVisible()
    await facet(window, 'Language', 'Go').click()
    await expect(window.getByText('10 standards', { exact: true })).toBeVisible()
    await facet(window, 'Domain', 'testing').click()
    await expect(window.getByText('2 standards', { exact: true })).toBeVisible()
    await expect(rows(window)).toHaveText([/Go testing/, /Python testing/])
    // A count says what a choice would leave, so Rust's one testing standard would make it three.
    await expect(facet(window, 'Language', 'Rust')).toHaveText('Rust1')
    await facet(window, 'Language', 'Rust').click()
    await expect(rows(window)).toHaveCount(3)
    await facet(window, 'Domain', 'testing').click()
    await expect(window.getByText('15 standards', { exact: true })).toBeVisible()
  })

  readOnlyTest('a search finds sections while one types, marks them, and leads there', async ({ window }) => {
    const field = window.getByRole('textbox', { name: 'Search standards' })
    await field.fill('fixture sco')
    await expect(rows(window).first()).toContainText('Python testing')
    const hit = rows(window).first().getByText('Fixtures', { exact: true })
    await expect(hit).toBeVisible()
    await expect(rows(window).first().locator('mark').first()).toHaveText(/fixture/i)
    await hit.click()
    await expect(window).toHaveURL(/\/standards\/python\/testing\.md#fixtures$/)
    await expect(document(window).getByRole('heading', { name: 'Fixtures' })).toBeInViewport()
    await expect(document(window).locator('mark').first()).toBeAttached()
    await window.getByRole('button', { name: 'Next hit' }).click()
    await expect(window.getByText(/^1 of \d+ hits$/)).toBeVisible()
    await expect(document(window).locator('mark[data-current]')).toBeInViewport()

    await field.fill('zebra quokka')
    await expect(window.getByRole('heading', { name: 'No standard has “zebra quokka”' })).toBeVisible()
    await window.getByRole('button', { name: 'Write this standard' }).click()
    await expect(window.getByRole('textbox', { name: 'Title' })).toHaveValue('Zebra quokka')
  })

  test('a standard says how often it and its sections were asked for', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient('claude-code')
    const ask = (section?: string) =>
      client.callTool({
        name: 'get_standard',
        arguments: { id: 'go/testing.md', ...(section === undefined ? {} : { section }) },
      })
    const headings = [...(STARTER_FILES['go/testing.md'] ?? '').matchAll(/^## (.+)$/gm)].map(
      ([, text]) => text!,
    )
    await ask(headings[0])
    await ask(headings[0])
    await ask()
    await window.goto(`${plumbline.origin}/standards/go/testing.md`)
    const facts = window.getByRole('region', { name: 'Asked for' })
    await expect(facts).toContainText('3 times, 14 days')
    await expect(facts).toContainText('Claude Code')
    const outline = window.getByRole('navigation', { name: 'Outline' })
    await expect(outline.getByRole('link', { name: headings[0]! })).toContainText('2')
    await ask(headings[0])
    await expect(facts).toContainText('4 times, 14 days')
    // The outline leads to the section.
    await outline.getByRole('link', { name: headings.at(-1)! }).click()
    await expect(document(window).getByRole('heading', { name: headings.at(-1)! })).toBeInViewport()
  })

  readOnlyTest(
    'code, checklist and the whole text can be copied',
    ON_EACH_HOST,
    async ({ window, plumbline, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const clipboard = () => window.evaluate<string>('navigator.clipboard.readText()')
      await window.goto(`${plumbline.origin}/standards/python/testing.md`)
      await window.getByRole('button', { name: 'Copy the checklist' }).click()
      await expect.poll(clipboard).toMatch(/^- \[ \] /)
      await window.getByRole('button', { name: 'Copy the text' }).click()
      await expect.poll(clipboard).toBe(STARTER_FILES['python/testing.md'])
      await document(window).getByRole('button', { name: 'Copy the code' }).first().click()
      await expect.poll(clipboard).toContain('[tool.pytest.ini_options]')
      await window.keyboard.press('l')
      await expect.poll(clipboard).toBe('standard:///python/testing.md')
    },
  )

  test('a file that changes or goes is followed while it is read', async ({ window, plumbline }) => {
    await window.goto(`${plumbline.origin}/standards/go/testing.md`)
    await expect(document(window).getByRole('heading', { level: 1 })).toHaveText('Go testing')
    plumbline.home.write('go/testing.md', '# Go testing, again\n\nShorter now.\n')
    await expect(document(window).getByRole('heading', { level: 1 })).toHaveText('Go testing, again')
    plumbline.home.write('go/testing.md', null)
    await expect(window.getByRole('heading', { name: 'There is no go/testing.md' })).toBeVisible()
  })
})

test.describe('a long library', () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [
      `area${at % 40}/part-${String(at).padStart(5, '0')}.md`,
      `# Part ${String(at).padStart(5, '0')}\n\nRule number ${at}.\n`,
    ]),
  )
  test.use({ start: { files: many } })

  test('ten thousand rows are walked through and only those in view exist', async ({ window }) => {
    test.setTimeout(120_000)
    await expect(window.getByText('10,000 standards', { exact: true })).toBeVisible({ timeout: 90_000 })
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

test.describe('changing the library', () => {
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

  test.describe('a long text', () => {
    const sections = Array.from(
      { length: 60 },
      (_, at) => `## Part ${at + 1}\n\nSome words.\n\n\`\`\`go\n${'x()\n'.repeat(at % 7)}\`\`\`\n`,
    )
    const file = `---\ntitle: Long\n---\n\n# Long\n\n${sections.join('\n')}\nThe very end.\n`
    test.use({ start: { files: { 'long.md': file } } })
    test('is shown in the preview where the text is scrolled to', async ({ window, plumbline }) => {
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

  test('everything is replaced by what is pasted, and the folded front matter stays', async ({
    window,
    plumbline,
  }) => {
    await window.goto(`${plumbline.origin}/standards/go/security.md?edit=1`)
    await window.getByRole('textbox', { name: 'Text of go/security.md' }).focus()
    await window.keyboard.press('Control+a')
    await window.keyboard.insertText('# All new\n\nEvery word.\n')
    await window.keyboard.press('Control+s')
    await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
    const before = STARTER_FILES['go/security.md'] ?? ''
    const front = before.slice(0, before.indexOf('\n---\n') + 5)
    expect(readFile(plumbline, 'go/security.md')).toBe(`${front}# All new\n\nEvery word.\n`)
  })

  test('a blank that is typed into the title stays, however slowly one types', async ({
    window,
    plumbline,
  }) => {
    await window.goto(`${plumbline.origin}/standards/go/patterns.md?edit=1`)
    const title = window.getByRole('textbox', { name: 'Title' })
    await title.fill('Error ')
    await window.waitForTimeout(600)
    await title.pressSequentially('handling')
    await window.keyboard.press('Control+s')
    await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
    expect(readFile(plumbline, 'go/patterns.md')).toContain('title: Error handling\n')
  })

  test('a new standard goes where its folder is, with the title typed last', async ({
    window,
    plumbline,
  }) => {
    plumbline.home.write('Elixir/naming.md', '# Naming\n')
    await window.goto(`${plumbline.origin}/standards/new?language=elixir`)
    await window.getByRole('textbox', { name: 'Title' }).fill('Pipes')
    await window.keyboard.press('Control+s')
    await expect(window).toHaveURL(/\/standards\/Elixir\/pipes\.md\?edit=1$/)
    await expect(window.getByRole('textbox', { name: 'Title' })).toHaveValue('Pipes')
    expect(readFile(plumbline, 'Elixir/pipes.md')).toContain('title: Pipes\n')
  })

  test('the form writes front matter and leaves the rest as it was', async ({ window, plumbline }) => {
    await window.goto(`${plumbline.origin}/standards/go/patterns.md?edit=1`)
    await window.getByRole('textbox', { name: 'Title' }).fill('Patterns that go well')
    await window.getByRole('textbox', { name: 'Files' }).fill('**/*.go')
    const tags = window
      .getByRole('combobox', { name: 'Tags' })
      .or(window.getByRole('textbox', { name: 'Tags' }))
    await tags.fill('gophers')
    await tags.press('Enter')
    await expect(window.getByText('gophers', { exact: true })).toBeVisible()
    await window.keyboard.press('Control+s')
    await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
    const before = STARTER_FILES['go/patterns.md'] ?? ''
    const file = readFile(plumbline, 'go/patterns.md')
    expect(file).toContain('title: Patterns that go well')
    expect(file).toContain('gophers')
    expect(file).toContain('**/*.go')
    expect(file.slice(file.indexOf('\n# '))).toBe(before.slice(before.indexOf('\n# ')))
    // The text itself keeps its front matter on one line.
    await expect(window.getByRole('button', { name: /^Front matter, \d+ lines/ })).toBeVisible()
  })

  test('a new standard comes from a template and is found at once', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    await document(window).waitFor()
    await window.keyboard.press('n')
    await window.getByRole('textbox', { name: 'Title' }).fill('Message queues')
    await expect(window.getByRole('textbox', { name: 'Path in the library' })).toHaveValue(
      /message-queues\.md$/,
    )
    await expect(
      window.getByRole('region', { name: 'Preview' }).getByRole('heading', { level: 1 }),
    ).toHaveText('Message queues')
    await window.getByRole('textbox', { name: 'Path in the library' }).fill('go/testing.md')
    await window.keyboard.press('Control+s')
    await expect(window.getByRole('alert')).toContainText('go/testing.md')
    await window.getByRole('textbox', { name: 'Path in the library' }).fill('queues/messages.md')
    await window.getByRole('textbox', { name: 'Text of queues/messages.md' }).focus()
    await window.keyboard.press('Control+End')
    await window.keyboard.type('Acknowledge a parcel pigeon only once it landed.\n')
    await window.keyboard.press('Control+s')
    await expect(window).toHaveURL(/\/standards\/queues\/messages\.md\?edit=1$/)
    await expect
      .poll(async () =>
        textOf(await client.callTool({ name: 'search_standards', arguments: { query: 'parcel pigeon' } })),
      )
      .toContain('queues/messages.md')
  })

  test('a gap becomes a standard that is then found', async ({ window, plumbline }) => {
    const client = await plumbline.connectClient()
    const search = async () =>
      textOf(await client.callTool({ name: 'search_standards', arguments: { query: 'quokka husbandry' } }))
    expect(await search()).not.toContain('.md')
    const gap = await eventually(() => firstGap(plumbline))
    await window.goto(`${plumbline.origin}/standards/new?gap=${gap}`)
    await expect(window.getByRole('textbox', { name: 'Title' })).toHaveValue(/quokka husbandry/i)
    await window.getByRole('textbox', { name: /^Text of / }).focus()
    await window.keyboard.press('Control+End')
    await window.keyboard.type('Leave quokkas alone.\n')
    await window.keyboard.press('Control+s')
    await expect(window).toHaveURL(/edit=1$/)
    await expect.poll(search).toContain('quokka-husbandry.md')
  })

  test('duplicate, move, delete, and each of them back', ON_EACH_HOST, async ({ window, plumbline }) => {
    await window.goto(`${plumbline.origin}/standards/go/testing.md`)
    await document(window).waitFor()
    // The one before stays until it is there, and has the same heading.
    const shows = async (id: string) => {
      await expect(window.getByRole('region', { name: 'Go testing' }).getByTitle(id)).toBeVisible()
      await expect(window.getByRole('dialog')).toBeHidden()
    }
    await window.keyboard.press('Shift+D')
    const path = window.getByRole('textbox', { name: 'Path in the library' })
    await expect(path).toHaveValue('go/testing copy.md')
    await window.getByRole('button', { name: 'Duplicate', exact: true }).click()
    await expect(window).toHaveURL(/go\/testing%20copy\.md$/)
    await shows('go/testing copy.md')
    expect(readFile(plumbline, 'go/testing copy.md')).toBe(STARTER_FILES['go/testing.md'])

    await window.keyboard.press('F2')
    await path.fill('go/testing.md')
    await path.press('Enter')
    await expect(window.getByRole('dialog')).toContainText('go/testing.md')
    await expect(path).toBeVisible()
    await path.fill('deep/in/here.md')
    await path.press('Enter')
    await expect(window).toHaveURL(/deep\/in\/here\.md$/)
    await shows('deep/in/here.md')
    await window.getByRole('button', { name: 'Undo' }).click()
    await expect(window).toHaveURL(/go\/testing%20copy\.md$/)
    await shows('go/testing copy.md')

    await window.keyboard.press('Delete')
    await expect(window.getByText('to the trash')).toBeVisible()
    await expect(window).not.toHaveURL(/testing%20copy/)
    await expect.poll(() => hasFile(plumbline, 'go/testing copy.md')).toBe(false)
    await window.keyboard.press('Control+z')
    await expect(window).toHaveURL(/go\/testing%20copy\.md$/)
    await expect.poll(() => hasFile(plumbline, 'go/testing copy.md')).toBe(true)
  })
})

test.describe('problems', () => {
  test.use({
    start: {
      files: {
        'python/errors.md':
          '---\ntitle: Errors in Python\ntags: [exceptions]\nglobs: *.py\n---\n\n# Errors in Python\n\nRaise early.\n',
        'python/fine.md': '# Fine\n\nNothing wrong.\n',
      },
    },
  })

  test('a problem stands at its line and can be mended', async ({ window, plumbline }) => {
    await facet(window, 'Problem', 'Bare asterisk').click()
    await expect(rows(window)).toHaveCount(1)
    await expect(rows(window).getByRole('img', { name: '1 problem' })).toBeVisible()
    await window.getByRole('button', { name: 'Open at line 4' }).click()
    await expect(window.getByText('The form is closed')).toBeVisible()
    await expect(window.getByRole('button', { name: 'Mend' })).toBeVisible()
    await window.keyboard.press('Alt+Enter')
    await expect(window.getByRole('button', { name: 'Mend' })).toBeHidden()
    await expect(window.getByRole('textbox', { name: 'Title' })).toHaveValue('Errors in Python')
    await window.keyboard.press('Control+s')
    await expect(window.getByText('Not saved', { exact: true })).toBeHidden()
    expect(readFile(plumbline, 'python/errors.md')).toContain('globs: "*.py"')
    await window.keyboard.press('Escape')
    await expect(rows(window)).toHaveCount(0)
  })
})
