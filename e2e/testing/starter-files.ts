import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const STARTERS = join(import.meta.dirname, '../../resources/starter-standards')

/** The text of the starter standards, by path. */
export const STARTER_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(STARTERS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(STARTERS, name), 'utf8')]),
)
