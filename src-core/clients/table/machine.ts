import { readdirSync } from 'node:fs'
import { join, posix, win32 } from 'node:path'
import { userHomeOrNone } from '../../base/home.ts'

type Platform = 'darwin' | 'win32' | 'linux'

/** The properties of a machine on which the locations of client files depend. */
export interface Machine {
  readonly platform: Platform
  /** The user's home folder. */
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Names of the Store app folders in `%LOCALAPPDATA%\Packages`; empty except on Windows. */
  readonly storePackages: readonly string[]
}

/** The machine that this process runs on. Systems other than macOS and Windows count as Linux. */
export function thisMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
  const machine = { platform, home: userHomeOrNone(), env, storePackages: [] as string[] } satisfies Machine
  if (platform !== 'win32') return machine
  try {
    return { ...machine, storePackages: readdirSync(join(localAppData(machine), 'Packages')) }
  } catch {
    return machine
  }
}

/** Joins path parts by the rules of the machine's system, regardless of the system that this process runs on. */
export function joinPath(machine: Machine, ...parts: readonly string[]): string {
  return (machine.platform === 'win32' ? win32 : posix).join(...parts)
}

/** `%APPDATA%` */
export function roamingAppData(machine: Machine): string {
  return machine.env.APPDATA || joinPath(machine, machine.home, 'AppData', 'Roaming')
}

/** `%LOCALAPPDATA%` */
export function localAppData(machine: Machine): string {
  return machine.env.LOCALAPPDATA || joinPath(machine, machine.home, 'AppData', 'Local')
}

/** `$XDG_CONFIG_HOME`, else `~/.config`. A relative value is ignored, as the XDG Base Directory Specification requires. */
export function xdgConfig(machine: Machine): string {
  const set = machine.env.XDG_CONFIG_HOME
  return set?.startsWith('/') ? set : joinPath(machine, machine.home, '.config')
}
