import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as CDX from '@cyclonedx/cyclonedx-library'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagesIn } from './build/bundled-packages.ts'
import { shippedPackages } from './build/third-party-notices.ts'
import { buildSbom } from './sbom.ts'

const ROOT = dirname(import.meta.dirname)
const names = () => shippedPackages(ROOT, 'production').map(({ name }) => name)

it('finds the packages of a bundle by what was rendered, and by its styles and fonts', () => {
  const bundle = {
    'a.js': {
      type: 'chunk',
      modules: {
        '/x/node_modules/react/index.js': { renderedLength: 10 },
        '/x/node_modules/shaken/index.js': { renderedLength: 0 },
        '/x/node_modules/a/node_modules/@s/b/lib/c.js?v=1': { renderedLength: 1 },
        '/x/src/own.ts': { renderedLength: 5 },
      },
    },
    'f.woff2': { type: 'asset', originalFileNames: ['../node_modules/@font/inter/files/i.woff2'] },
  } as const
  expect(
    packagesIn(bundle, ['/x/node_modules/@mantine/core/styles.css', '/x/node_modules/unused/i.js']),
  ).toEqual([
    'node_modules/@font/inter',
    'node_modules/@mantine/core',
    'node_modules/a/node_modules/@s/b',
    'node_modules/react',
  ])
})

describe('the notices of the build', () => {
  const notices = () => readFileSync(join(ROOT, 'dist/THIRD-PARTY-NOTICES'), 'utf8')

  it('name what is in the bundles, with the licences, and Node', () => {
    expect(names()).toEqual(
      expect.arrayContaining([
        '@fontsource-variable/inter',
        '@mantine/core',
        '@modelcontextprotocol/server',
        'better-sqlite3',
        'electron-updater',
        'react',
        'yaml',
      ]),
    )
    for (const absent of ['vitest', 'typescript', '@biomejs/biome', 'electron-builder', '@playwright/test'])
      expect(names()).not.toContain(absent)
    const text = notices()
    for (const { name, version } of shippedPackages(ROOT, 'production'))
      expect(text).toContain(`${name} ${version}`)
    expect(text).toContain(`node ${process.versions.node}`)
    expect(text).toContain('Node.js is licensed for use as follows')
    expect(text).toContain('SIL OPEN FONT LICENSE')
    expect(text).toContain('Permission is hereby granted, free of charge')
  })

  it('leave no package without a licence', () => {
    const without = shippedPackages(ROOT, 'production').filter(
      ({ license, texts }) => license === '' && texts.length === 0,
    )
    expect(without).toEqual([])
  })
})

describe('the SBOM', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-sbom-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('lists the same packages, Node and Electron', () => {
    const text = readFileSync(buildSbom(folder), 'utf8')
    const bom = JSON.parse(text)
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: CDX.Spec.Version.v1dot6 })
    const purls: string[] = bom.components.map(({ purl }: { purl: string }) => purl)
    expect(purls).toHaveLength(shippedPackages(ROOT, 'production').length + 2)
    expect(purls).toContain(`pkg:generic/node@${process.versions.node}`)
    expect(purls.some((purl) => purl.startsWith('pkg:npm/electron@'))).toBe(true)
    expect(purls.some((purl) => purl.startsWith('pkg:npm/%40mantine/core@'))).toBe(true)
    const react = bom.components.find(({ name }: { name: string }) => name === 'react')
    expect(react).toMatchObject({
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    })
  })
})
