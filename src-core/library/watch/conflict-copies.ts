import { posix } from 'node:path'
import type { Problem } from '../../../src-shared/standard/standard.ts'
import type { Subject } from '../index/writer-statements.ts'

/** A file whose name says that a program left it beside a standard. Paths are as the file system spells them. */
export interface ConflictCopy {
  readonly path: string
  /** The path that the original has, or had. */
  readonly original: string
  readonly hasOriginal: boolean
  /** The program that gives such names: `Dropbox`. */
  readonly program: string
  /**
   * What the content has to have in common with the original: `nothing` for unmistakable names, `title or topic` for names
   * that people also give, `title and topic` for names that are mostly something else.
   */
  readonly needs: 'nothing' | 'title or topic' | 'title and topic'
}

interface NamePattern {
  readonly program: string
  /** The first group is the name of the original, with or without its ending. */
  readonly name: RegExp
  readonly needs: ConflictCopy['needs']
  /** True: also without an original beside it. */
  readonly alone?: boolean
}

const ENDING = /(?:\.instructions)?\.(?:md|markdown|mdc)$/i
// "Conflict" in the languages of Dropbox, OneDrive, Nextcloud and others.
const CONFLICT =
  'conflict|konflikt|conflit|conflicto|conflito|conflitto|conflicterend|modstridende|motstridende|ristiriit|ütköz|çakış|çelişki|kolizní|rozpor|xung đột|berkonflik|bercanggah|конфлик|конфлік|競合|冲突|衝突|충돌|ขัดแย้ง|تعارض|מתנגש'
const PATTERNS: readonly NamePattern[] = [
  // "name (Ann's conflicted copy 2026-11-01)", "name (In Konflikt stehende Kopie von PC 2026-11-01)", with a number behind.
  {
    program: 'Dropbox, Nextcloud or a similar program',
    name: new RegExp(
      `^(.+?)[ ._-]*[([（][^()[\\]（）]*(?:conflicted copy|(?:${CONFLICT})[^()[\\]（）]*\\d{4}-\\d\\d-\\d\\d|\\d{4}-\\d\\d-\\d\\d[^()[\\]（）]*(?:${CONFLICT})|SFConflict)[^()[\\]（）]*[)\\]）](?: \\(\\d+\\))?$`,
      'i',
    ),
    needs: 'nothing',
    alone: true,
  },
  {
    program: 'a sync program',
    name: new RegExp(
      `^(.+?)[ ._-]*[([（][^()[\\]（）]*(?:${CONFLICT})[^()[\\]（）]*[)\\]）](?: \\(\\d+\\))?$`,
      'i',
    ),
    needs: 'nothing',
  },
  {
    program: 'Syncthing',
    name: /^(.+)\.sync-conflict-\d{8}-\d{6}(?:-\w+)?$/i,
    needs: 'nothing',
    alone: true,
  },
  { program: 'Nextcloud or ownCloud', name: /^(.+)_conflict-\d{8}-\d{6}$/i, needs: 'nothing', alone: true },
  { program: 'Nextcloud or ownCloud', name: /^(.+)_conflict-[\w-]+$/i, needs: 'nothing' },
  { program: 'Synology Drive', name: /^(.+?)_[^_]+_[^_]+_(?:Case)?Conflict$/, needs: 'nothing' },
  { program: 'a sync program', name: /^(.+)[._ -](?:case-?)?conflict(?:ed)?$/i, needs: 'nothing' },
  {
    program: 'git mergetool',
    name: /^(.+?)[._](?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+$/,
    needs: 'nothing',
    alone: true,
  },
  { program: 'a merge', name: /^(.+)\.orig$/i, needs: 'nothing' },
  { program: 'Google Drive', name: /^(.+?) ?\([1-9]\d{0,2}\)$/, needs: 'title or topic' },
  { program: 'iCloud', name: /^(.+) (?:[2-9]|[1-9]\d{1,2})$/, needs: 'title or topic' },
  {
    program: 'a file manager',
    name: /^(.+?)(?: - | )(?:copy|kopie|copie|copia|cópia)(?: ?\(?\d+\)?)?$/i,
    needs: 'title and topic',
  },
  { program: 'Google Drive', name: /^Copy of (.+)$/, needs: 'title and topic' },
]
// OneDrive appends the name of the computer: those that Windows and macOS give, and others in capitals.
const HOST =
  /^(?:(?:DESKTOP|LAPTOP|WIN|PC)-[A-Z\d]+|.*(?:MacBook|iMac|Mac-?mini|Mac-?Pro|Mac-?Studio).*|[A-Z][A-Z\d-]{3,14})(?: ?\(?\d+\)?)?$/i
const IS_UPPER = /^[^a-z]+$/
// Every name above has one of these before its ending, so that a search in all paths at once excludes most libraries.
const HINT =
  /[)\]）](?:\.instructions)?\.m|[ ]\d{1,3}(?:\.instructions)?\.m|conflict|\.orig\.|[ ](?:- )?(?:copy|kopie|copie|copia|cópia)|(?:^|[/\0])copy of |-[a-z\d -]*mac|[._](?:backup|base|local|remote)[._]\d/i
const HOST_HINT = /-[A-Z][A-Z\d -]{3}/

/**
 * Finds files that sync programs leave beside a standard after a conflict, and copies that file managers make, by their names
 * and by what else is in their folder. Pure.
 * @param paths all files of the library
 */
export function findConflictCopies(paths: readonly string[]): ConflictCopy[] {
  const all = paths.join('\0')
  if (!HINT.test(all) && !HOST_HINT.test(all)) return []
  const known = new Set(paths)
  return paths.flatMap((path) => {
    const found = HINT.test(path) || HOST_HINT.test(path) ? copyAt(path, known) : null
    return found === null ? [] : [found]
  })
}

function copyAt(path: string, known: ReadonlySet<string>): ConflictCopy | null {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const name = path.slice(folder.length)
  const ending = ENDING.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - ending.length)
  const pathsOf = (base: string) => (ENDING.test(base) ? [folder + base] : [folder + base + ending])
  for (const { program, name: pattern, needs, alone } of PATTERNS) {
    const base = pattern.exec(stem)?.[1]
    if (base === undefined) continue
    const candidates = pathsOf(base)
    const original = candidates.find((candidate) => candidate !== path && known.has(candidate))
    if (original === undefined && !alone) continue
    // "part 1" beside "part 2" means that the numbers are the author's.
    if (program === 'iCloud' && pathsOf(`${base} 1`).some((candidate) => known.has(candidate))) continue
    return {
      path,
      original: original ?? candidates[0] ?? path,
      hasOriginal: original !== undefined,
      program,
      needs,
    }
  }
  return hostCopy(path, stem, pathsOf, known)
}

function hostCopy(
  path: string,
  stem: string,
  pathsOf: (base: string) => string[],
  known: ReadonlySet<string>,
): ConflictCopy | null {
  for (let dash = stem.indexOf('-'); dash !== -1; dash = stem.indexOf('-', dash + 1)) {
    const host = stem.slice(dash + 1)
    if (dash === 0 || !HOST.test(host) || !(IS_UPPER.test(host) || /mac|-/i.test(host))) continue
    const original = pathsOf(stem.slice(0, dash)).find((candidate) => known.has(candidate))
    if (original !== undefined)
      return { path, original, hasOriginal: true, program: 'OneDrive', needs: 'title and topic' }
  }
  return null
}

/** Compares the content of a copy with that of its original. */
export function isSameKind(needs: ConflictCopy['needs'], copy: Subject, original: Subject): boolean {
  const title = copy.title.trim().toLowerCase() === original.title.trim().toLowerCase()
  const topic = copy.language === original.language && copy.domain === original.domain
  if (needs === 'nothing') return true
  return needs === 'title or topic' ? title || topic : title && topic
}

/** The problem of a conflict copy. */
export function conflictCopyProblem({ path, original, hasOriginal, program }: ConflictCopy): Problem {
  const name = posix.basename(original)
  return {
    path,
    line: null,
    severity: 'warning',
    code: 'conflict-copy',
    message: hasOriginal
      ? `This looks like a copy of ${original} that ${program} left here. Answers give the original, never this copy first.`
      : `This looks like a copy of ${original} that ${program} left here, but the original is not there.`,
    remedy: hasOriginal
      ? `Move what is missing into ${name}, and delete this file; or give it a name and title of its own.`
      : `Rename it to ${name} if it has the right text, else delete it.`,
  }
}
