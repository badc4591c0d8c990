import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { userHome } from '../../src-core/base/home.ts'
import type { LoginItem } from '../../src-core/base/host-port.ts'
import { autostartEntry } from './autostart-entry.ts'

/** Switches whether the app starts at login, without its window. */
export function createLoginItem(): LoginItem {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), '--hidden']
  return process.platform === 'linux' ? autostart(args) : system(args)
}

function system(args: string[]): LoginItem {
  return {
    isOn: () => app.getLoginItemSettings({ args }).openAtLogin,
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
  }
}

/** Linux desktops start each entry in this folder: https://specifications.freedesktop.org/autostart-spec */
function autostart(args: readonly string[]): LoginItem {
  const folder = process.env.XDG_CONFIG_HOME || join(userHome(), '.config')
  const file = join(folder, 'autostart/plumbline.desktop')
  return {
    isOn() {
      try {
        return !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(readFileSync(file, 'utf8'))
      } catch {
        return false
      }
    },
    set(on) {
      if (!on) return rmSync(file, { force: true })
      mkdirSync(dirname(file), { recursive: true })
      // The mount folder of an AppImage exists only while it runs; APPIMAGE is its file.
      writeFileSync(file, autostartEntry(process.env.APPIMAGE ?? process.execPath, args))
    },
  }
}
