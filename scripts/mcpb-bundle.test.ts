import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getMcpConfigForManifest, unpackExtension, validateManifest } from '@anthropic-ai/mcpb'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildMcpb, type mcpbManifest } from './mcpb-bundle.ts'

type Manifest = ReturnType<typeof mcpbManifest>

let folder: string
let unpacked: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-mcpb-test-'))
  unpacked = join(folder, 'an extension')
  const bundle = await buildMcpb(join(folder, 'installers'))
  expect(bundle).toMatch(/plumbline-\d+\.\d+\.\d+-\w+-\w+\.mcpb$/)
  expect(await unpackExtension({ mcpbPath: bundle, outputDir: unpacked, silent: true })).toBe(true)
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const manifest = (): Manifest => JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8'))

/** Starts the bundle as Claude Desktop does: with the manifest's command, its placeholders replaced, and a minimal environment. */
async function connect(home: string, userConfig: Record<string, string>): Promise<Client> {
  const config = await getMcpConfigForManifest({
    manifest: manifest(),
    extensionPath: unpacked,
    systemDirs: {},
    userConfig,
    pathSeparator: '/',
  })
  expect(config?.command).toBe('node')
  const client = new Client({ name: 'claude-ai', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [...(config?.args ?? [])],
      cwd: '/',
      env: { PLUMBLINE_HOME: home, ...config?.env },
      stderr: 'ignore',
    }),
  )
  return client
}

async function titles(client: Client, filter = {}): Promise<string> {
  const answer = await client.callTool({ name: 'list_standards', arguments: filter })
  await client.close()
  return JSON.stringify(answer.structuredContent)
}

describe('the MCP bundle', () => {
  it('has a valid manifest, and contains the files that it names', async () => {
    expect(validateManifest(unpacked)).toBe(true)
    const { server, icon, version } = manifest()
    for (const name of ['LICENSE', 'THIRD-PARTY-NOTICES']) expect(existsSync(join(unpacked, name))).toBe(true)
    expect(version).toBe(
      JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')).version,
    )
    expect(existsSync(join(unpacked, String(icon)))).toBe(true)
    expect(existsSync(join(unpacked, server.entry_point))).toBe(true)
  })

  it('serves the starter standards when no folder is chosen', async () => {
    // Some versions of Claude Desktop leave the placeholder of an empty option unchanged.
    const unfilled = `\${user_config.library}`
    for (const [at, choice] of [{}, { library: '' }, { library: unfilled }].entries()) {
      const home = join(folder, `home ${at}`)
      const client = await connect(home, choice)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(manifest().tools?.map(({ name }) => name))
      expect(await titles(client, { language: 'python' })).toContain('python/testing.md')
      expect(existsSync(join(home, 'standards'))).toBe(true)
    }
  })

  it('serves the folder that was chosen', async () => {
    const library = join(folder, 'my rules')
    mkdirSync(library)
    writeFileSync(join(library, 'naming.md'), '# Naming\n\nUse whole words.\n')
    const said = await titles(await connect(join(folder, 'home'), { library }))
    expect(said).toContain('naming.md')
    expect(said).not.toContain('python')
  })
})
