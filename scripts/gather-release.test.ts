import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parse } from 'yaml'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-release-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

function gather() {
  const script = join(import.meta.dirname, 'gather-release.mjs')
  return spawnSync(process.execPath, [script, join(folder, 'from'), join(folder, 'to')], { encoding: 'utf8' })
}

/** An update feed as electron-builder writes it. */
const feed = (arch: string, version = '0.2.0') =>
  `version: ${version}\nfiles:\n  - url: Plumbline-${version}-mac-${arch}.zip\n    sha512: ${arch}\n    size: 7\npath: Plumbline-${version}-mac-${arch}.zip\nsha512: ${arch}\nreleaseDate: '2026-11-28T10:00:00.000Z'\n`

it('copies all files into one folder and merges the feeds of both Macs', () => {
  put('from/installers-macos-15/latest-mac.yml', feed('arm64'))
  put('from/installers-macos-15/Plumbline-0.2.0-mac-arm64.zip', 'arm64')
  put('from/installers-macos-15-intel/latest-mac.yml', feed('x64'))
  put('from/installers-macos-15-intel/Plumbline-0.2.0-mac-x64.zip', 'x64')
  put('from/installers-ubuntu-24.04/latest-linux.yml', 'version: 0.2.0\n')
  expect(gather()).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(join(folder, 'to')).sort()).toEqual([
    'Plumbline-0.2.0-mac-arm64.zip',
    'Plumbline-0.2.0-mac-x64.zip',
    'latest-linux.yml',
    'latest-mac.yml',
  ])
  expect(parse(readFileSync(join(folder, 'to/latest-mac.yml'), 'utf8'))).toMatchObject({
    version: '0.2.0',
    path: 'Plumbline-0.2.0-mac-x64.zip',
    sha512: 'x64',
    files: [{ sha512: 'arm64' }, { sha512: 'x64' }],
  })
})

it('rejects feeds of different versions', () => {
  put('from/a/latest-mac.yml', feed('arm64'))
  put('from/b/latest-mac.yml', feed('x64', '0.3.0'))
  expect(gather()).toMatchObject({ status: 1, stderr: expect.stringContaining('0.2.0, 0.3.0') })
})
