import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }

it('says what a Debian package cannot be made without', () => {
  const builder = parse(readFileSync(join(import.meta.dirname, '../electron-builder.yml'), 'utf8'))
  expect(builder.deb.maintainer).toMatch(/^[^<]+ <[^@<>]+@[^@<>]+>$/)
  expect(packageJson.homepage).toMatch(/^https:\/\//)
})
