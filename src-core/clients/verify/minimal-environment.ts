import { joinPath, localAppData, type Machine, roamingAppData } from '../table/machine.ts'

/**
 * The environment that a desktop app gives to the servers that it starts: the user's folders and the system's own path, nothing
 * that a shell adds. What works with this works everywhere.
 */
export function minimalEnvironment(machine: Machine): Record<string, string> {
  const { env, home } = machine
  const kept = (...names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])))
  if (machine.platform === 'win32') {
    const root = env.SystemRoot || env.SYSTEMROOT || 'C:\\Windows'
    return {
      ...kept('HOMEDRIVE', 'HOMEPATH', 'USERNAME', 'TEMP', 'TMP', 'SystemDrive', 'PROCESSOR_ARCHITECTURE'),
      SystemRoot: root,
      PATH: `${joinPath(machine, root, 'system32')};${root}`,
      USERPROFILE: home,
      APPDATA: roamingAppData(machine),
      LOCALAPPDATA: localAppData(machine),
    }
  }
  const path =
    machine.platform === 'darwin' ? '/usr/bin:/bin:/usr/sbin:/sbin' : '/usr/local/bin:/usr/bin:/bin'
  return { ...kept('USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'LANG'), HOME: home, PATH: path }
}
