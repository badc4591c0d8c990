import { joinPath, localAppData, type Machine, roamingAppData } from '../table/machine.ts'

/**
 * The environment that a desktop app passes to its servers: the user's folders and the system's default path, without the
 * additions of a shell. A command that works in this environment works for every client.
 */
export function minimalEnvironment(machine: Machine): Record<string, string> {
  const { env, home } = machine
  const copied = (...names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])))
  if (machine.platform === 'win32') {
    const root = env.SystemRoot || env.SYSTEMROOT || 'C:\\Windows'
    return {
      ...copied('HOMEDRIVE', 'HOMEPATH', 'USERNAME', 'TEMP', 'TMP', 'SystemDrive', 'PROCESSOR_ARCHITECTURE'),
      SystemRoot: root,
      PATH: `${joinPath(machine, root, 'system32')};${root}`,
      USERPROFILE: home,
      APPDATA: roamingAppData(machine),
      LOCALAPPDATA: localAppData(machine),
    }
  }
  const path =
    machine.platform === 'darwin' ? '/usr/bin:/bin:/usr/sbin:/sbin' : '/usr/local/bin:/usr/bin:/bin'
  return { ...copied('USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'LANG'), HOME: home, PATH: path }
}
