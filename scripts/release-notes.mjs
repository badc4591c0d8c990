// `node scripts/release-notes.mjs 1.2.3`: prints the section of that version in CHANGELOG.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const version = process.argv[2] ?? ''
const changelog = readFileSync(join(import.meta.dirname, '../CHANGELOG.md'), 'utf8')
const sections = changelog.split(/^## /m).slice(1)
const section = sections.find((text) => text.replace(/^\[/, '').split(/[\s\]]/)[0] === version)
if (section === undefined) {
  console.error(`CHANGELOG.md has no section "## ${version}". Write it, then release.`)
  process.exit(1)
}
console.log(section.slice(section.indexOf('\n') + 1).trim())
