import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { declareProgram } from '../src-main/cli/command-line.ts'
import { CLIENT_IDS } from '../src-shared/contract/clients.ts'

const TEXT = readFileSync(join(import.meta.dirname, 'user-guide.md'), 'utf8')

const NO_RUNNER = { onHome: async () => {}, onCore: async () => {} }

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
    const program = declareProgram(NO_RUNNER)
    for (const [, name = '', rest = ''] of commands) {
      const command = program.commands.find((declared) => declared.name() === name)
      expect(command, name).toBeDefined()
      const options = [...program.options, ...(command?.options ?? [])].map(({ long }) => long)
      for (const word of rest.split(' ').filter(Boolean)) {
        if (word.startsWith('--')) expect(options).toContain(word)
        else if (word !== 'DIR' && name !== 'for') expect(CLIENT_IDS as readonly string[]).toContain(word)
      }
    }
  })
})
