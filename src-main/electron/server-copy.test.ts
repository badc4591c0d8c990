import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findAppPaths } from './app-paths.ts'
import { copyServer } from './server-copy.ts'

let temp: string
let warnings: string[]
const log = (_level: string, message: string) => void warnings.push(message)

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'plumbline-lasting-'))
  warnings = []
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

/** An app as it is mounted, with the parts that a server is made of. */
function mount(name: string, script: string) {
  const resources = join(temp, name, 'resources')
  for (const part of ['mcp', 'runtime', 'starter-standards/go', 'cli'])
    mkdirSync(join(resources, part), { recursive: true })
  writeFileSync(join(resources, 'mcp/server.mjs'), script)
  writeFileSync(join(resources, 'runtime/node'), '#!node')
  chmodSync(join(resources, 'runtime/node'), 0o755)
  writeFileSync(join(resources, 'starter-standards/go/testing.md'), '# Go testing\n')
  return findAppPaths(join(temp, name), resources)
}

const servers = () => join(temp, 'home/server')

describe('the server of an AppImage', () => {
  it('is copied with its Node and the starter standards', async () => {
    const paths = await copyServer(mount('.mount_a', 'one'), servers(), log)
    rmSync(join(temp, '.mount_a'), { recursive: true })
    expect(readFileSync(join(paths.serverFolder, 'server.mjs'), 'utf8')).toBe('one')
    expect(statSync(paths.node).mode & 0o111).toBe(0o111)
    expect(existsSync(join(paths.serverFolder, '../starter-standards/go/testing.md'))).toBe(true)
    expect(existsSync(join(paths.serverFolder, '../cli'))).toBe(false)
    expect(warnings).toEqual([])
  })

  it('is copied once for a build, wherever the build is mounted', async () => {
    const first = await copyServer(mount('.mount_a', 'one'), servers(), log)
    writeFileSync(join(first.serverFolder, 'mark'), '')
    const again = await copyServer(mount('.mount_b', 'one'), servers(), log)
    expect(again.serverFolder).toBe(first.serverFolder)
    expect(existsSync(join(again.serverFolder, 'mark'))).toBe(true)
  })

  it('keeps the copy of the build before, which a client may run, and none older', async () => {
    const copies: string[] = []
    for (const script of ['one', 'two', 'three']) {
      copies.push((await copyServer(mount(`.mount_${script}`, script), servers(), log)).serverFolder)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(copies.map((folder) => existsSync(folder))).toEqual([false, true, true])
  })

  it('is used from the mount, with a warning, when it cannot be copied', async () => {
    const mounted = mount('.mount_a', 'one')
    mkdirSync(join(temp, 'home'))
    writeFileSync(servers(), 'a file is in the way')
    expect(await copyServer(mounted, servers(), log)).toBe(mounted)
    expect(warnings.join()).toContain(servers())
    expect(readdirSync(join(temp, 'home'))).toEqual(['server'])
  })
})
