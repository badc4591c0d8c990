// What is in a release, as CycloneDX (https://cyclonedx.org): the packages in the bundles, Node, Electron and SQLite.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as CDX from '@cyclonedx/cyclonedx-library'
import { readNode, readPackage, type ShippedPackage } from './build/bundled-packages.ts'
import { shippedPackages } from './build/third-party-notices.ts'

const ROOT = dirname(import.meta.dirname)

/**
 * Writes the list beside the installers.
 * @param folder where the list goes
 * @returns its path
 */
export function buildSbom(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const app = new CDX.Models.Component(CDX.Enums.ComponentType.Application, name, { version })
  addLicence(app, license)
  const bom = new CDX.Models.Bom()
  bom.metadata.component = app
  bom.metadata.timestamp = new Date()
  const integrity = integrityOf(ROOT)
  for (const shipped of shippedPackages(ROOT, 'production'))
    bom.components.add(componentOf(shipped, integrity.get(`${shipped.name}@${shipped.version}`)))
  bom.components.add(platformOf(readNode(), 'pkg:generic/node@'))
  bom.components.add(platformOf(readPackage(join(ROOT, 'node_modules/electron')), 'pkg:npm/electron@'))
  for (const component of bom.components) app.dependencies.add(component.bomRef)
  const serializer = new CDX.Serialize.JsonSerializer(
    new CDX.Serialize.JSON.Normalize.Factory(CDX.Spec.Spec1dot6),
  )
  const file = join(folder, `plumbline-${version}-${process.platform}-${process.arch}.cdx.json`)
  writeFileSync(file, serializer.serialize(bom, { sortLists: true, space: 2 }))
  return file
}

function componentOf(
  { name, version, license, homepage }: ShippedPackage,
  integrity: string | undefined,
): CDX.Models.Component {
  const [, group, plain = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
  const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${plain}@${version}`
  const component = new CDX.Models.Component(CDX.Enums.ComponentType.Library, plain, {
    ...(group !== undefined && { group }),
    version,
    purl,
    bomRef: `${name}@${version}`,
  })
  addLicence(component, license)
  if (URL.canParse(homepage))
    component.externalReferences.add(
      new CDX.Models.ExternalReference(homepage, CDX.Enums.ExternalReferenceType.Website),
    )
  const hash = /^sha512-(\S+)/.exec(integrity ?? '')?.[1]
  if (hash !== undefined)
    component.hashes.set(CDX.Enums.HashAlgorithm['SHA-512'], Buffer.from(hash, 'base64').toString('hex'))
  return component
}

function platformOf({ name, version, license }: ShippedPackage, purl: string): CDX.Models.Component {
  const options = { version, purl: `${purl}${version}`, bomRef: `${name}@${version}` }
  const component = new CDX.Models.Component(CDX.Enums.ComponentType.Framework, name, options)
  addLicence(component, license)
  return component
}

function addLicence(component: CDX.Models.Component, expression: string): void {
  if (expression === '') return
  component.licenses.add(
    CDX.SPDX.isSupportedSpdxId(expression)
      ? new CDX.Models.SpdxLicense(expression)
      : new CDX.Models.NamedLicense(expression),
  )
}

/** The hash of each installed package by `name@version`, from the lock file. */
function integrityOf(root: string): ReadonlyMap<string, string> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const hashes = new Map<string, string>()
  for (const [path, entry] of Object.entries<{ readonly version?: string; readonly integrity?: string }>(
    packages,
  )) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    if (entry.integrity !== undefined) hashes.set(`${name}@${entry.version}`, entry.integrity)
  }
  return hashes
}
