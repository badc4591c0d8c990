import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNode, readPackage, type ShippedPackage } from './bundled-packages.ts'
import { buildFolder, PARTS, readRecord } from './record.mjs'

/** Not part of a bundle: the native database module lies beside it, with SQLite inside. */
const BESIDE_BUNDLES = ['node_modules/better-sqlite3']

/** The packages of which something was built into any part, sorted by name, without Node. */
export function shippedPackages(root: string, mode: string): ShippedPackage[] {
  const folder = buildFolder(root, mode)
  const folders = new Set([
    ...BESIDE_BUNDLES,
    ...PARTS.flatMap((part) => readRecord(folder, part)?.packages ?? []),
  ])
  const byKey = new Map<string, ShippedPackage>()
  for (const path of folders) {
    if (!existsSync(join(root, path, 'package.json'))) continue
    const read = readPackage(join(root, path))
    byKey.set(`${read.name}@${read.version}`, read)
  }
  return [...byKey.keys()].toSorted().flatMap((key) => byKey.get(key) ?? [])
}

/** Writes `THIRD-PARTY-NOTICES` into the build folder: what is shipped of others, with the text of each licence. @returns its path */
export function writeNotices(root: string, mode: string): string {
  const file = join(buildFolder(root, mode), NOTICES)
  writeFileSync(file, noticesOf([readNode(), ...shippedPackages(root, mode)]))
  return file
}

/** The name of the file in the build folder. */
export const NOTICES = 'THIRD-PARTY-NOTICES'

const RULE = '='.repeat(80)

/** Packages with the very same licence text share it. */
function noticesOf(packages: readonly ShippedPackage[]): string {
  const byText = new Map<string, ShippedPackage[]>()
  for (const shipped of packages) {
    const text = shipped.texts.join('\n\n') || withoutText(shipped)
    byText.set(text, [...(byText.get(text) ?? []), shipped])
  }
  const parts = [...byText].map(
    ([text, sharing]) => `${RULE}\n${sharing.map(headOf).join('\n')}\n${RULE}\n\n${text}\n`,
  )
  return `${HEAD}\n${parts.join('\n')}`
}

const HEAD = `Plumbline is distributed with the software listed below, each under its own licence. The desktop app also contains
Electron and Chromium, whose licences are in LICENSE.electron.txt and LICENSES.chromium.html beside it. The database module contains
SQLite, which is in the public domain (https://sqlite.org/copyright.html).
`

function headOf({ name, version, license, homepage }: ShippedPackage): string {
  return [`${name} ${version}`, license, homepage].filter((part) => part !== '').join('  ')
}

function withoutText({ license, author, homepage }: ShippedPackage): string {
  const by = author === '' ? '' : ` by ${author}`
  return `Its package has no licence file. It is licensed${by} under: ${license || 'see'} ${homepage}`.trim()
}
