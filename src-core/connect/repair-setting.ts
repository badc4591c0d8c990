import { SettingsSchema } from '../../src-shared/settings.ts'
import { decodeConfig, encodeConfig } from './edit/decode-config.ts'
import { parseJson, setJson } from './edit/json-edit.ts'
import { NODE_FILES } from './files/file-ops.ts'
import { readBytes, replaceFile } from './files/replace-file.ts'

/** `connect.repair` in `settings.json`, for a process that has no settings service. Everything else in the file stays. */
export function openRepairSetting(file: string): {
  readonly get: () => readonly string[]
  readonly set: (clients: readonly string[]) => void
} {
  const read = () => {
    const bytes = readBytes(file, NODE_FILES)
    const decoded = decodeConfig(bytes ?? new Uint8Array())
    return { bytes, decoded, isJson: !('kind' in decoded) && !('kind' in parseJson(decoded.text, true)) }
  }
  return {
    get() {
      const { decoded, isJson } = read()
      if ('kind' in decoded || !isJson || decoded.text.trim() === '') return []
      const settings = SettingsSchema.pick({ connect: true }).safeParse(JSON.parse(decoded.text))
      return settings.success ? settings.data.connect.repair : []
    },
    set(clients) {
      const { bytes, decoded, isJson } = read()
      // Settings that cannot be read are not written over; whoever reads them says so.
      if ('kind' in decoded || !isJson) return
      const text = setJson(decoded.text, ['connect', 'repair'], clients, true)
      const replaced = replaceFile(file, bytes, encodeConfig({ text, bom: decoded.bom }), NODE_FILES)
      if (replaced.kind === 'done') replaced.close()
    },
  }
}
