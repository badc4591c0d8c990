import picomatch from 'picomatch/posix.js'

/** A glob of a standard, ready to be compared with many paths. */
export interface Glob {
  readonly source: string
  /** True for a glob with `!`, whose files the standard does not apply to. */
  readonly isNegated: boolean
  /** True for `*`, `**` and the like, which select every file. */
  readonly isUniversal: boolean
  /** Letters and digits that the glob demands beside the file's ending; 0 for `**` + `/*.ts`. */
  readonly literals: number
  /** @param path relative to the workspace, without a leading `/` */
  readonly matches: (path: string) => boolean
  /** Like `matches`, for a path whose workspace is not known: the glob may begin at any of its folders. */
  readonly matchesBelow: (path: string) => boolean
}

/** More wildcards make a regular expression that takes too long on paths that it nearly matches. */
const MAX_WILDCARDS = 16
const MAX_LENGTH = 1_000
/** Standards share most of their globs. */
const MAX_COMPILED = 5_000
const compiled = new Map<string, Glob>()

/** Compiles a glob of any dialect. Results are cached. Never throws: a glob that cannot be compiled matches nothing. */
export function globOf(source: string): Glob {
  let glob = compiled.get(source)
  if (glob) return glob
  if (compiled.size >= MAX_COMPILED) compiled.clear()
  glob = compile(source)
  compiled.set(source, glob)
  return glob
}

function compile(source: string): Glob {
  const isNegated = source.startsWith('!')
  const pattern = (isNegated ? source.slice(1) : source)
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
  const isUniversal = /^[*/.]*$/.test(pattern) && pattern.includes('*')
  const patterns = spellings(pattern)
  const below = patterns.map((each) => (each.startsWith('**/') ? each : `**/${each}`))
  return {
    source,
    isNegated,
    isUniversal,
    literals: literalsOf(pattern),
    matches: isUniversal ? () => true : matcher(patterns),
    matchesBelow: isUniversal ? () => true : matcher(below),
  }
}

/** Clients differ: `*.ts` without a folder means every folder, and `src` or `src/` everything below it. */
function spellings(pattern: string): string[] {
  if (pattern === '') return []
  if (pattern.endsWith('/')) {
    const folder = pattern.slice(0, -1)
    return [folder.includes('/') ? `${folder}/**` : `**/${folder}/**`]
  }
  const anywhere = pattern.includes('/') ? pattern : `**/${pattern}`
  const isPlain = !/[*?[\]{}()!]/.test(pattern.slice(pattern.lastIndexOf('/') + 1))
  return isPlain ? [anywhere, `${anywhere}/**`] : [anywhere]
}

/** Matches on first use only: most globs of a library are never compared with a path of their kind. */
function matcher(patterns: readonly string[]): (path: string) => boolean {
  let match: ((path: string) => boolean) | null = null
  return (path) => {
    match ??= compileAll(patterns)
    return match(path)
  }
}

function compileAll(patterns: readonly string[]): (path: string) => boolean {
  const isSafe = patterns.every(
    (pattern) =>
      pattern.length <= MAX_LENGTH && (pattern.match(/\*+|\?+|[+@!]\(/g)?.length ?? 0) <= MAX_WILDCARDS,
  )
  if (!isSafe || patterns.length === 0) return () => false
  try {
    return picomatch([...patterns], { dot: true, nonegate: true, strictSlashes: true })
  } catch {
    return () => false
  }
}

function literalsOf(pattern: string): number {
  const stem = pattern.replace(/\.(?:\w+|\{[^{}]*\})$/, '')
  const choice = /\{([^{},]*)[^{}]*\}/g
  return stem.replace(choice, '$1').match(/[\p{L}\p{N}]/gu)?.length ?? 0
}
