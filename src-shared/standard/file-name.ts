import { NAMES_OF_FOLDERS } from './facet-tables.ts'

/** Returns a file's name without its folders, without `.md`, `.mdc` or `.markdown`, and without what clients put before them. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const stem = name.replace(/(?:\.(?:instructions|prompt|chatmode|agent))?\.(?:md|markdown|mdc)$/i, '')
  return stem === '' ? name : stem
}

/** Returns true for names such as `README`, `index` and `SKILL`, which say nothing: the folder is named after the content. */
export function isNamedByFolder(stem: string): boolean {
  return NAMES_OF_FOLDERS.has(stem.toLowerCase())
}

/** Returns the title of a file without one, from its name or its folder's: `mcp-protocol.md` becomes `Mcp protocol`. */
export function titleFromPath(path: string): string {
  const stem = stemOf(path)
  const folder = path.split('/').at(-2)
  return titleFromName(isNamedByFolder(stem) && folder ? folder : stem)
}

/** Returns a name of a file, folder or skill as a title: `api_errors` becomes `Api errors`. */
export function titleFromName(name: string): string {
  const words =
    withoutRuleFileWords(name)
      .replace(/[-_\s]+/g, ' ')
      .trim() || name
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Removes `cursorrules-prompt-file`, whole or cut off at the end, which collections of rules put into every name. */
function withoutRuleFileWords(name: string): string {
  return name
    .replace(/[-_]cursorru[a-z]*(?:[-_]p[a-z]*(?:[-_]f[a-z]*)?)?$/i, '')
    .replace(/(?:^|[-_])cursorrules?(?:[-_]prompt)?(?:[-_]file)?(?=[-_])/gi, '')
}
