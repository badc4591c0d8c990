import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { endpointSnippets, hideToken, TOKEN } from './endpoint-snippets.ts'

const target = { origin: 'http://127.0.0.1:9001', tokenFile: "/home/o'neill/.plumbline/http-token" }
const textOf = (name: string, platform = 'linux') =>
  endpointSnippets({ ...target, platform }).find((snippet) => snippet.name === name)?.text ?? ''

describe('endpointSnippets', () => {
  it('quotes the path for the shell of the system', () => {
    const curl = textOf('curl')
    expect(curl).toContain("$(cat '/home/o'\\''neill/.plumbline/http-token')")
    if (process.platform !== 'win32') expect(spawnSync('sh', ['-n', '-c', curl]).status).toBe(0)
    expect(textOf('curl', 'win32')).toBe('')
    expect(textOf('PowerShell', 'win32')).toContain("Get-Content '/home/o''neill/.plumbline/http-token'")
  })

  it('has the token in the text only where nothing can read it from its file', () => {
    for (const { name, text } of endpointSnippets({ ...target, platform: 'linux' }))
      expect(text.includes(TOKEN)).toBe(name === 'JSON')
    const entry = JSON.parse(textOf('JSON')).mcpServers.plumbline
    expect(entry).toMatchObject({ url: 'http://127.0.0.1:9001/mcp', type: 'http' })
  })
})

it('hides a token but for its end', () => {
  expect(hideToken('abcdef123456a41f')).toMatch(/^•{20}a41f$/)
})
