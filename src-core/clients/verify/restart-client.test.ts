import { describe, expect, it } from 'vitest'
import { clientById } from '../table/client-table.ts'
import type { Machine } from '../table/machine.ts'
import { restart, restartSteps, runCommand } from './restart-client.ts'

const CLAUDE = clientById('claude-desktop')
const windows: Machine = {
  platform: 'win32',
  home: 'C:\\Users\\z',
  env: { SystemRoot: 'C:\\Windows' },
  storePackages: ['Claude_pzs8sxrjxfjjc'],
}
const stepsFor = (machine: Machine, index: number) => {
  const found = CLAUDE.locations(machine)[index]
  return found ? restartSteps(machine, CLAUDE, found) : null
}

describe('restartSteps', () => {
  it('asks the client to quit on each system, and starts the installed build', () => {
    const store = stepsFor(windows, 0)
    expect(store?.quit).toEqual({
      command: 'C:\\Windows\\System32\\taskkill.exe',
      args: ['/IM', 'Claude.exe'],
    })
    expect(store?.start).toEqual({
      command: 'C:\\Windows\\explorer.exe',
      args: ['shell:AppsFolder\\Claude_pzs8sxrjxfjjc!Claude'],
    })
    expect(stepsFor(windows, 1)?.start.command).toBe(
      'C:\\Users\\z\\AppData\\Local\\AnthropicClaude\\claude.exe',
    )
    const mac = stepsFor({ ...windows, platform: 'darwin', home: '/Users/z' }, 0)
    expect(mac?.quit.args).toEqual(['-e', 'quit app "Claude"'])
    expect(stepsFor({ ...windows, platform: 'linux', home: '/home/z' }, 0)).toBeNull()
    expect(restartSteps(windows, clientById('zed'), { file: '', signs: [] })).toBeNull()
  })

  it('does not confuse Claude Code with Claude Desktop', () => {
    const runs = (output: string) => stepsFor(windows, 0)?.check.isRunning({ code: 0, output })
    expect(runs('C:\\Users\\z\\.local\\bin\\claude.exe\r\n')).toBe(false)
    expect(runs('C:\\Users\\z\\AppData\\Local\\AnthropicClaude\\app-1.2\\claude.exe\r\n')).toBe(true)
    expect(runs('C:\\Program Files\\WindowsApps\\Claude_1.1_x64__pzs8sxrjxfjjc\\app\\claude.exe\r\n')).toBe(
      true,
    )
    expect(runs('')).toBe(false)
  })
})

describe('restart', () => {
  it('starts nothing while the client still runs', async () => {
    const steps = stepsFor({ ...windows, platform: 'darwin' }, 0)
    if (!steps) throw new Error('no steps')
    const ran: string[] = []
    const stubborn = await restart(
      steps,
      async () => void ran.push('between'),
      async ({ command }) => {
        ran.push(command)
        return { code: 0, output: '' }
      },
      0,
    )
    expect(stubborn).toBe(false)
    expect(ran).not.toContain('/usr/bin/open')
    expect(ran).not.toContain('between')
  })
})

describe('runCommand', () => {
  it('returns output and exit code, and null for a missing program', async () => {
    const args = ['-e', 'process.stdout.write("hi"); process.exit(3)']
    expect(await runCommand({ command: process.execPath, args })).toEqual({ code: 3, output: 'hi' })
    expect(await runCommand({ command: '/no/such/program', args: [] })).toEqual({ code: null, output: '' })
  })
})
