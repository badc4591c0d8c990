import { languagesOfFile } from './file-languages.ts'
import { type Framework, frameworkOf } from './frameworks.ts'
import { type Glob, globOf } from './glob-match.ts'
import { domainsOfFile, wordsOfSegment } from './path-words.ts'

/** The facts of a standard that decide which files it applies to. */
export interface StandardScope {
  /** Globs of every dialect; empty when the standard names no files. */
  readonly globs: readonly string[]
  /** Whether the author wants it for every file (`always`), or only where a person names it (`manual`). */
  readonly trigger: 'always' | 'manual' | null
  /** `null`: every language. */
  readonly language: string | null
  readonly domain: string | null
  /** The frameworks that its title and file name name. */
  readonly frameworks: readonly { readonly name: string; readonly framework: Framework }[]
  /** True when it is on no language and its globs name endings of several, as `*.{go,py}` does. */
  readonly hasEndingsOfSeveral: boolean
}

/** What the path of a code file says about it. */
export interface CodeFile {
  /** `/`-separated, relative to the workspace, or absolute without one. */
  readonly path: string
  /** False for an absolute path outside the known workspaces: a glob may then begin at any folder. */
  readonly isRelative: boolean
  /** The languages of the file, its own first. */
  readonly languages: readonly string[]
  /** Domains, with the folder or the name that stands for each. */
  readonly domains: ReadonlyMap<string, string>
  readonly words: ReadonlySet<string>
}

/** Why a standard applies to a file. */
export interface Application {
  readonly why: 'glob' | 'folder' | 'language' | 'every language'
  /** The glob, the folder or file name, or the language; empty for every language. */
  readonly because: string
  /** Higher is nearer to the file. Comparable between standards for one file. */
  readonly specificity: number
}

// A glob that names a folder or a file is the author's own word about the file. One that names an ending only says no more
// than the language does.
const NARROW_GLOB = 4_000
const FRAMEWORK = 3_500
const FOLDER_OF_LANGUAGE = 3_000
const ENDING_GLOB = 2_100
/** For endings of several languages, in a standard that is on none of them. */
const ENDINGS_OF_SEVERAL = 1_500
const LANGUAGE = 2_000
/** For a language that the file's own is a variant of, such as JavaScript for TypeScript. */
const OTHER_LANGUAGE = -400
const FOLDER = 1_200
const EVERY_FILE = 300
const EVERY_LANGUAGE = 100
/** For a glob of a standard on another language: `tests/**` in one on Rust, for a test in Python. */
const FOLDER_OF_OTHER_LANGUAGE = -2_700
/** For a glob that was matched below a folder, not from the workspace. */
const BELOW = -300
/** For a standard on a framework or a kind of file that the path shows no sign of. */
const OTHER_KIND = -250

/** Languages that are written inside files of others: a migration in Python has SQL. */
const EMBEDDED: ReadonlySet<string> = new Set(['sql', 'graphql', 'html', 'css'])

/** Domains of which all code of a language is an example, the nearest to it first. A standard of another domain is about certain files. */
const GENERAL_DOMAINS = 'patterns style types error-handling security project-structure architecture'.split(
  ' ',
)
/** Between one of these domains and the next, so that the order is theirs where nothing else decides. */
const DOMAIN_STEP = 5

/**
 * Collects the facts of a standard. Build them once for many paths.
 * @param standard `path` is its path in the library; `extra` its front matter keys that Plumbline does not know
 */
export function scopeOf(standard: {
  readonly path: string
  readonly title: string
  readonly globs: readonly string[]
  readonly language: string | null
  readonly domain: string | null
  readonly extra: Readonly<Record<string, unknown>>
}): StandardScope {
  const { path, title, globs, language, domain, extra } = standard
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.instructions)?\.\w+$/, '')
  return {
    globs,
    trigger: triggerOf(extra),
    language,
    domain,
    frameworks: frameworksIn(`${name} ${title}`),
    hasEndingsOfSeveral: language === null && languagesOfEndings(globs).size > 1,
  }
}

/**
 * Reads a path as an assistant gives it: absolute or relative, of Windows or not, or a `file:` URI.
 * @param workspaces absolute paths of the open workspaces
 */
export function codeFileOf(path: string, workspaces: readonly string[] = []): CodeFile {
  const plain = plainPath(path)
  const root = workspaces
    .map((workspace) => plainPath(workspace).replace(/\/+$/, ''))
    .filter((workspace) => workspace !== '' && isBelow(plain, workspace))
    .sort((a, b) => b.length - a.length)[0]
  const relative = root === undefined ? plain : plain.slice(root.length + 1)
  const isRelative = root !== undefined || !isAbsolute(plain)
  const shown = relative.replace(/^(?:\.?\/)+/, '')
  const name = shown.slice(shown.lastIndexOf('/') + 1)
  return {
    path: shown,
    isRelative,
    languages: languagesOfFile(name),
    domains: domainsOfFile(`/${shown}`),
    words: new Set(shown.split('/').flatMap(wordsOfSegment)),
  }
}

/** Returns why a standard applies to a file, or `null` when it does not. */
export function appliesTo(scope: StandardScope, file: CodeFile): Application | null {
  if (scope.trigger === 'manual') return null
  const isAlways = scope.trigger === 'always'
  if (scope.globs.length > 0) {
    const globs = scope.globs.map(globOf)
    if (globs.some((glob) => glob.isNegated && isSelected(glob, file))) return null
    const selecting = globs.filter((glob) => !glob.isNegated)
    const byGlob = nearestGlob(selecting, scope, file)
    if (byGlob !== null) {
      // A file in a folder of tests is nearer to a standard on testing than its ending says.
      const byPlace = byKind(scope, file)
      return byPlace !== null && byPlace.specificity > byGlob.specificity ? byPlace : byGlob
    }
    // A glob for every file is what editors put there by themselves, and says nothing against the language.
    const isScoped = selecting.length > 0 && !selecting.some((glob) => glob.isUniversal)
    if (isScoped && !isAlways) return null
  }
  return byKind(scope, file) ?? (isAlways ? everyLanguage(EVERY_FILE) : null)
}

function nearestGlob(globs: readonly Glob[], scope: StandardScope, file: CodeFile): Application | null {
  let nearest: Application | null = null
  for (const glob of globs) {
    if (glob.isUniversal || !isSelected(glob, file)) continue
    const isFromWorkspace = file.isRelative && glob.matches(file.path)
    const rank = glob.literals === 0 ? rankOfEnding(scope, file) : NARROW_GLOB + Math.min(glob.literals, 99)
    const specificity =
      rank + (isFromWorkspace ? 0 : BELOW) + (isOfOtherLanguage(scope, file) ? FOLDER_OF_OTHER_LANGUAGE : 0)
    if (nearest === null || specificity > nearest.specificity)
      nearest = { why: 'glob', because: glob.source, specificity }
  }
  return nearest
}

function isOfOtherLanguage({ language }: StandardScope, { languages }: CodeFile): boolean {
  if (language === null || EMBEDDED.has(language)) return false
  return languages.length > 0 && !languages.includes(language)
}

/** An ending says no more than the language of the standard does, and less where there are endings of several languages. */
function rankOfEnding(scope: StandardScope, file: CodeFile): number {
  const { language, hasEndingsOfSeveral } = scope
  const rank = hasEndingsOfSeveral ? ENDINGS_OF_SEVERAL : ENDING_GLOB
  const isOfOther = language !== null && file.languages.indexOf(language) > 0
  return rank + (isOfOther ? OTHER_LANGUAGE : 0) + kindOf(scope)
}

/** The languages of the endings that globs such as `*.{ts,tsx}` name. */
function languagesOfEndings(globs: readonly string[]): Set<string> {
  const endings = globs.flatMap((glob) => /\.\{?([\w,]+)\}?$/.exec(glob)?.[1]?.split(',') ?? [])
  return new Set(endings.flatMap((ending) => languagesOfFile(`x.${ending}`).slice(0, 1)))
}

/** What a standard loses for a kind of file that the path shows no sign of, or gains for a domain that all code is an example of. */
function kindOf({ domain, frameworks }: StandardScope): number {
  if (frameworks.length > 0) return OTHER_KIND
  if (domain === null) return 0
  const place = GENERAL_DOMAINS.indexOf(domain)
  return place === -1 ? OTHER_KIND : (GENERAL_DOMAINS.length - place) * DOMAIN_STEP
}

function isSelected(glob: Glob, file: CodeFile): boolean {
  return glob.matches(file.path) || glob.matchesBelow(file.path)
}

/** Compares the standard's language, framework and domain with those that the path shows. */
function byKind(scope: StandardScope, file: CodeFile): Application | null {
  const { language, domain } = scope
  const at = language === null ? -1 : file.languages.indexOf(language)
  const isOfLanguage = language === null || at !== -1
  const sign = frameworkSign(scope, file)
  if (sign !== null && (isOfLanguage || sign.isFile))
    return { why: 'folder', because: sign.because, specificity: FRAMEWORK }
  if (!isOfLanguage) return null
  const place = domain === null ? undefined : file.domains.get(domain)
  if (language === null) {
    if (place !== undefined) return { why: 'folder', because: place, specificity: FOLDER }
    return everyLanguage(EVERY_LANGUAGE + Math.max(0, kindOf(scope)))
  }
  const less = at > 0 ? OTHER_LANGUAGE : 0
  if (place !== undefined) return { why: 'folder', because: place, specificity: FOLDER_OF_LANGUAGE + less }
  return { why: 'language', because: language, specificity: LANGUAGE + less + kindOf(scope) }
}

/** Returns what of the path belongs to a framework of the standard: the file by its name, or a word. */
function frameworkSign(
  scope: StandardScope,
  file: CodeFile,
): { readonly because: string; readonly isFile: boolean } | null {
  for (const { name, framework } of scope.frameworks) {
    if (framework.files?.test(`/${file.path}`))
      return { because: file.path.slice(file.path.lastIndexOf('/') + 1), isFile: true }
    if (file.words.has(name)) return { because: name, isFile: false }
  }
  return null
}

function everyLanguage(specificity: number): Application {
  return { why: 'every language', because: '', specificity }
}

/** Cursor writes `alwaysApply`, Windsurf `trigger`, Kiro `inclusion`. */
function triggerOf(extra: Readonly<Record<string, unknown>>): StandardScope['trigger'] {
  const read = (key: string) => (Object.hasOwn(extra, key) ? extra[key] : undefined)
  const words = [read('trigger'), read('inclusion')]
  if (words.includes('manual')) return 'manual'
  if (words.includes('always_on') || words.includes('always')) return 'always'
  return read('alwaysApply') === true ? 'always' : null
}

function frameworksIn(text: string): StandardScope['frameworks'] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? []
  const names = words.flatMap((word, at) => {
    const next = words[at + 1]
    return next === undefined ? [word] : [`${word}-${next}`, word]
  })
  return [...new Set(names)].flatMap((name) => {
    const framework = frameworkOf(name)
    return framework === null ? [] : [{ name, framework }]
  })
}

function plainPath(path: string): string {
  const trimmed = path.trim()
  const local = /^file:\/\//i.test(trimmed) ? fromUri(trimmed) : trimmed
  // On other systems `\` may be in a file's name, but there it is far rarer than a path of Windows.
  return local.replaceAll('\\', '/').replace(/\/{2,}/g, '/')
}

function fromUri(uri: string): string {
  const path = uri.replace(/^file:\/\/[^/]*/i, '').replace(/^\/(?=[a-z](?::|%3a))/i, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|~\/|[a-z]:\/)/i.test(path)
}

function isBelow(path: string, folder: string): boolean {
  // Drive letters and folders of Windows have no case.
  const isWindows = /^[a-z]:\//i.test(folder)
  const [inner, outer] = isWindows ? [path.toLowerCase(), folder.toLowerCase()] : [path, folder]
  return inner.startsWith(`${outer}/`)
}
