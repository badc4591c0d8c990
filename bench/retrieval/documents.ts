import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A repository whose documents the questions are about. */
interface Source {
  /** The folder of its documents in the library. */
  readonly folder: string
  /** `owner/name` on GitHub. */
  readonly repository: string
  readonly commit: string
  /** A regular expression of the paths to take. Absent: all. */
  readonly only?: string
}

const SOURCES: readonly Source[] = JSON.parse(readFileSync(join(import.meta.dirname, 'sources.json'), 'utf8'))
const LEFT_OUT = /(?:^|\/)(?:\.|(?:CODE_OF_CONDUCT|LICENSE|CHANGELOG)[^/]*$)/i

/**
 * Writes the documents of all sources under `root`.
 * @param checkouts a folder with a clone of each repository, named `name`, `owner+name` or `owner/name`
 * @returns what is missing; empty when the library is complete
 */
export function writeDocuments(root: string, checkouts: string): string[] {
  return SOURCES.flatMap((source) => {
    const git = findClone(checkouts, source.repository)
    if (git === null) return [`there is no clone of ${source.repository} in ${checkouts}`]
    try {
      writeSource(root, git, source)
      return []
    } catch (error) {
      return [`${source.repository} has no commit ${source.commit}: ${String(error)}`]
    }
  })
}

function findClone(checkouts: string, repository: string): string | null {
  const [owner, name] = repository.split('/')
  const places = [`${name}`, `${owner}+${name}`, repository].map((place) => join(checkouts, place))
  return places.find((place) => existsSync(join(place, '.git')) || existsSync(join(place, 'HEAD'))) ?? null
}

function writeSource(root: string, git: string, { folder, commit, only }: Source): void {
  const run = (...args: string[]) =>
    execFileSync('git', ['-C', git, ...args], { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 })
  const wanted = new RegExp(only ?? '')
  for (const line of run('ls-tree', '-r', '-z', '--full-tree', commit).toString().split('\0')) {
    const [, mode, hash, path = ''] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? []
    if (hash === undefined || mode === '120000' || !path.endsWith('.md')) continue
    if (LEFT_OUT.test(path) || !wanted.test(path)) continue
    const file = join(root, folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, run('cat-file', 'blob', hash))
  }
}
