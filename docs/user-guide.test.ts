import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HELP } from '../src-main/cli/help.ts'
import { CLIENT_IDS } from '../src-shared/contract/clients.ts'

const TEXT = readFileSync(join(import.meta.dirname, 'user-guide.md'), 'utf8')

const slug = (heading: string) => heading.toLowerCase().replaceAll(' ', '-')

describe('docs/user-guide.md', () => {
  it('has the sections that its contents name', () => {
    const prose = TEXT.replaceAll(/^```[\s\S]*?^```$/gm, '')
    const headings = [...prose.matchAll(/^## (.+)$/gm)].map(([, heading]) => slug(heading ?? ''))
    const named = [...TEXT.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect(named).toEqual(headings)
  })

  it('names only commands, options and clients that there are', () => {
    const commands = [...TEXT.matchAll(/npx plumbline (\w+)((?: [\w-]+)*)/g)]
    expect(commands.length).toBeGreaterThan(3)
    for (const [, command = '', rest = ''] of commands) {
      expect(HELP).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
      for (const word of rest.split(' ').filter(Boolean)) {
        if (word.startsWith('--')) expect(HELP).toContain(word)
        else expect(CLIENT_IDS as readonly string[]).toContain(word)
      }
    }
  })
})
