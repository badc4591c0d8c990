import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../src-core/base/open-database.ts'
import { mountSmallDisk, type SmallDisk, whyNoMount } from '../src-core/testing/small-disk.ts'
import { eventually } from '../src-core/testing/temp-library.ts'
import {
  BUILT,
  makeTempHome,
  type RawServer,
  startRawServer,
  type TempHome,
} from '../src-mcp/testing/built-server.ts'
import { BUILT_CLI } from './testing/built-plumbline.ts'
import { ask, call, eventuallyFindsAll, expectSentence, plantStandards } from './testing/small-library.ts'

const COUNT = 5
const SERVER = join(BUILT, 'server.mjs')

let home: TempHome
let disk: SmallDisk | null = null
const servers: RawServer[] = []
afterEach(async () => {
  disk?.setReadOnly(false)
  disk?.free()
  for (const server of servers.splice(0)) await server.stop()
  disk?.unmount()
  disk = null
  home.remove()
})

function start(args: readonly string[] = home.args): RawServer {
  const server = startRawServer(args)
  servers.push(server)
  return server
}

/** Runs the command line to its end. */
function plumbline(...words: readonly string[]) {
  const args = [BUILT_CLI, ...words, '--home', home.home, '--library', home.library]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { output: stdout + stderr, status }
}

/** A home with an index, and no process. */
async function plantHome(): Promise<void> {
  const server = startRawServer(home.args)
  await eventuallyFindsAll(server, 1, COUNT)
  await server.stop()
}

const COMMANDS: readonly (readonly string[])[] = [
  ['search', 'alpha'],
  ['status'],
  ['index'],
  ['index', '--force'],
  ['export'],
  ['doctor'],
]

describe.skipIf(whyNoMount() !== null)('the home on a full disk', () => {
  it.each([true, false])(
    'gives answers or sentences on every way in, with an index: %s',
    async (isIndexed) => {
      home = makeTempHome(plantStandards(COUNT))
      disk = mountSmallDisk(home.home, 6)
      if (isIndexed) await plantHome()
      disk.fill()

      const server = start()
      const result = await call(server, 'search_standards', { query: 'word1x' })
      if (isIndexed) {
        expect(result.structuredContent.total).toBe(1)
        const { notice } = await eventually(async () => {
          const again = await call(server, 'search_standards', { query: 'nowhere' })
          return again.structuredContent.notice && again.structuredContent
        })
        expectSentence(notice)
        expect(notice).toContain(`${home.home} is full. Free some space`)
        expect((await ask(server, 'plumbline/status')).result.progress.state).toBe('failed')
      } else {
        expect(result.isError).toBe(true)
        expectSentence(result.content[0].text)
        expect(result.content[0].text).toContain('is full')
      }
      for (const command of COMMANDS) {
        const { output } = plumbline(...command)
        expect(output, command.join(' ')).not.toMatch(/^\s+at |SqliteError|SQLITE_/m)
        if (!isIndexed && command[0] !== 'doctor') expect(output).toContain('is full')
      }
      disk.free()
      await eventuallyFindsAll(server, 2, COUNT)
    },
  )

  it('shows in the health of a host, which recovers', async () => {
    home = makeTempHome(plantStandards(COUNT))
    disk = mountSmallDisk(home.home, 8)
    const args = [BUILT_CLI, 'serve', '--home', home.home, '--library', home.library, '--port', '0']
    const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    host.stdout.on('data', (data) => {
      output += data
    })
    try {
      const url = await eventually(() => /^Plumbline is at (\S+)\/$/m.exec(output)?.[1])
      const health = async () =>
        (await (await fetch(`${url}/health`)).json()) as { readonly status: string; readonly index?: string }
      await eventually(async () => (await health()).status === 'healthy')
      disk.fill()
      for (let n = 0; n < 50; n++) home.write(`new/${n}.md`, `# ${n}\n\n${'x'.repeat(2_000)}\n`)
      await eventually(async () => (await health()).index === 'failed')
      expect(await health()).toMatchObject({ status: 'degraded' })
      disk.free()
      await eventually(async () => (await health()).status === 'healthy')
    } finally {
      host.kill('SIGTERM')
    }
  })
})

describe.skipIf(whyNoMount() !== null)('a home that can only be read', () => {
  it('is served by every way in, with a notice', async () => {
    home = makeTempHome(plantStandards(COUNT))
    disk = mountSmallDisk(home.home, 6)
    await plantHome()
    disk.setReadOnly(true)
    const server = start()
    const { structuredContent, content } = await call(server, 'get_standard', { id: 's1.md' })
    expect(structuredContent.content).toContain('alpha word1x ')
    expect(structuredContent.notice).toContain('cannot write to its folder')
    expect(content[0].text).toMatch(/^> .*cannot write to its folder/)
    expect(content[0].text).toContain('alpha word1x ')
    for (const command of COMMANDS) {
      const { output } = plumbline(...command)
      expect(output, command.join(' ')).not.toMatch(/^\s+at |SqliteError|SQLITE_/m)
    }
    const { output } = plumbline('search', 'word1x')
    expect(output).toContain('s1.md')
    expect(output).toContain('cannot write to its folder')
    expect(plumbline('status').output).toMatch(/cannot write to its folder|no process is indexing/)
  })

  const canChangeUser = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0
  it.skipIf(!canChangeUser)('by another user is served to that user', async () => {
    home = makeTempHome(plantStandards(COUNT))
    await plantHome()
    for (const folder of [dirname(home.home), home.home]) chmodSync(folder, 0o755)
    for (const name of readdirSync(home.home))
      chmodSync(join(home.home, name), name === 'logs' ? 0o755 : 0o644)
    const command = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, ...home.args]
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search_standards', arguments: { query: 'word1x' } },
    }
    const { stdout } = spawnSync('setpriv', command, {
      input: `${JSON.stringify(message)}\n`,
      encoding: 'utf8',
    })
    const { structuredContent } = JSON.parse(stdout.split('\n')[0] ?? '').result
    expect(structuredContent.total).toBe(1)
    expect(structuredContent.notice).toContain('cannot write to its folder')
  })

  it.skipIf(!canChangeUser)(
    'by a user without an entry in the list of users is asked for in a sentence',
    () => {
      home = makeTempHome({})
      for (const script of [[SERVER], [BUILT_CLI, 'status'], [BUILT_CLI, 'search', 'x']]) {
        const command = [
          '-i',
          'setpriv',
          '--reuid',
          '54321',
          '--regid',
          '54321',
          '--clear-groups',
          process.execPath,
          ...script,
        ]
        const { stderr, status } = spawnSync('env', command, { encoding: 'utf8', input: '' })
        expect(status).toBe(1)
        expect(stderr).toMatch(/has no home folder.* Set HOME/)
        expect(stderr).not.toMatch(/^\s+at /m)
      }
    },
  )
})

describe('another version of Plumbline beside a process', () => {
  it('is named in its first answer', async () => {
    home = makeTempHome(plantStandards(COUNT))
    const old = start()
    await eventuallyFindsAll(old, 1, COUNT)
    const db = openDatabase(join(home.home, 'index.db'))
    db.pragma('user_version = 9999')
    db.close()
    const { isError, content } = await call(start(), 'search_standards', { query: 'word1x' })
    expect(isError).toBe(true)
    expect(content[0].text).toMatch(/another version of Plumbline that is still running\. Quit/)
  })
})

describe('a library in the settings that is no absolute path', () => {
  it.each(['rel', './rel', '../rel', '/tmp/x\0y'])(
    'is rejected, whatever the working directory: %j',
    (library) => {
      home = makeTempHome({})
      home.writeSettings({ library })
      for (const folder of ['first', 'second']) {
        const cwd = join(dirname(home.home), folder)
        mkdirSync(join(cwd, 'rel'), { recursive: true })
        writeFileSync(join(cwd, 'rel/a.md'), '# A\n')
        for (const script of [[SERVER], [BUILT_CLI, 'status']]) {
          const args = [...script, '--home', home.home]
          const { stderr, stdout, status } = spawnSync(process.execPath, args, {
            cwd,
            encoding: 'utf8',
            input: '',
          })
          expect(status).toBe(1)
          expect(stdout).toBe('')
          expect(stderr).toMatch(/“library” (is not the whole path of a folder|has a character)/)
        }
      }
    },
  )
})

describe('an empty settings file', () => {
  it('is set aside, and the library of the index is served', async () => {
    home = makeTempHome(plantStandards(COUNT))
    await plantHome()
    writeFileSync(join(home.home, 'settings.json'), '')
    const server = start([SERVER, '--home', home.home])
    await eventuallyFindsAll(server, 1, COUNT)
    expect(readdirSync(home.home).filter((name) => name.startsWith('settings.json.empty-'))).toHaveLength(1)
    expect(server.stderr()).toMatch(
      /settings\.json was empty and was moved to .* the library is that of the index/,
    )
  })
})

describe.skipIf(process.platform === 'win32')('an indexing process that is stopped', () => {
  it('is named in the answers, the status and the error of a reindex', async () => {
    home = makeTempHome(plantStandards(COUNT))
    const stopped = start()
    await eventuallyFindsAll(stopped, 1, COUNT)
    const server = start()
    await eventuallyFindsAll(server, 1, COUNT)
    stopped.process.kill('SIGSTOP')
    try {
      home.write('new.md', '# New\n\nzebra\n')
      const named = new RegExp(`Process ${stopped.process.pid}, .* has not responded .* end it`)
      const notice = await eventually(async () => {
        const { structuredContent } = await call(server, 'search_standards', { query: 'zebra' })
        return structuredContent.notice
      })
      expect(notice).toMatch(named)
      const missing = await call(server, 'get_standard', { id: 'new.md' })
      expect(missing.content[0].text).toMatch(named)
      const { result } = await ask(server, 'plumbline/status')
      expect(result).toMatchObject({
        progress: { state: 'stalled' },
        indexer: { running: false, pid: stopped.process.pid },
      })
      expect((await ask(server, 'plumbline/reindex')).error.message).toMatch(/has not responded/)
      expect(plumbline('status').output).toMatch(named)
      expect(plumbline('index')).toMatchObject({ status: 1, output: expect.stringMatching(named) })
    } finally {
      stopped.process.kill('SIGCONT')
    }
    await eventually(async () => {
      const { structuredContent } = await call(server, 'search_standards', { query: 'zebra' })
      return structuredContent.total === 1 && structuredContent.notice === undefined
    })
  })
})
