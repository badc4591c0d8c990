import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, posix, win32 } from 'node:path'

type Platform = 'darwin' | 'win32' | 'linux'

/** What the place of a client's files depends on. */
export interface Machine {
  readonly platform: Platform
  /** The user's own folder. */
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Names of the folders of Store apps (`%LOCALAPPDATA%\Packages`); only on Windows. */
  readonly storePackages: readonly string[]
}

/** The machine that this process runs on. Other systems are taken for Linux, whose places they share. */
export function thisMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
  const machine = { platform, home: homedir(), env, storePackages: [] as string[] } satisfies Machine
  if (platform !== 'win32') return machine
  try {
    return { ...machine, storePackages: readdirSync(join(localAppData(machine), 'Packages')) }
  } catch {
    return machine
  }
}

/** Joins as the machine's system does, whichever system this process runs on. */
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

/** `$XDG_CONFIG_HOME`, else `~/.config`. A relative value is to be ignored, as its specification says. */
export function xdgConfig(machine: Machine): string {
  const set = machine.env.XDG_CONFIG_HOME
  return set?.startsWith('/') ? set : joinPath(machine, machine.home, '.config')
}
