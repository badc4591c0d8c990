import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What of a bundle says which packages are in it. */
type Bundle = Readonly<
  Record<
    string,
    | { readonly type: 'asset'; readonly originalFileNames: readonly string[] }
    | {
        readonly type: 'chunk'
        readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>
      }
  >
>

/**
 * The folders of the packages of which something is in a bundle: code that was not shaken out, a style sheet, a font.
 * @param moduleIds of every module that was read, for style sheets render to nothing
 * @returns relative to the checkout, such as `node_modules/react`, sorted
 */
export function packagesIn(bundle: Bundle, moduleIds: Iterable<string>): string[] {
  const files = [...moduleIds].filter((id) => /\.css(?:$|\?)/.test(id))
  for (const file of Object.values(bundle)) {
    if (file.type === 'asset') files.push(...file.originalFileNames)
    else
      for (const [id, { renderedLength }] of Object.entries(file.modules))
        if (renderedLength > 0) files.push(id)
  }
  return [...new Set(files.flatMap(packageFolderOf))].toSorted()
}

/** @returns none for a file of our own */
function packageFolderOf(id: string): string[] {
  const path = id.replaceAll('\\', '/')
  const found = /^.*?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)/.exec(path)?.[1]
  return found === undefined || path.includes('\0') ? [] : [found]
}

/** A package that is shipped. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** The SPDX expression of package.json; empty where it has none. */
  readonly license: string
  readonly author: string
  /** Address of its page or repository; empty where package.json has none. */
  readonly homepage: string
  /** Its licence and notice files. */
  readonly texts: readonly string[]
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice|ofl|third[-_]?party)/i

/** Reads a package's own data. @param folder with its package.json */
export function readPackage(folder: string): ShippedPackage {
  const { name, version, license, author, homepage, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name) && !/\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => entry.name)
  const address = homepage ?? (typeof repository === 'string' ? repository : repository?.url)
  return {
    name,
    version,
    license: typeof license === 'string' ? license : (license?.type ?? ''),
    author: typeof author === 'string' ? author : (author?.name ?? ''),
    homepage: (address ?? '').replace(/^git\+/, '').replace(/\.git$/, ''),
    texts: files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim()),
  }
}

/** The Node that is shipped beside the server, from the npm package that runs this script. */
export function readNode(): ShippedPackage {
  const folder = join(dirname(process.execPath), '..')
  const texts = [readFileSync(join(folder, 'LICENSE'), 'utf8').trim()]
  const homepage = 'https://nodejs.org'
  return { name: 'node', version: process.versions.node, license: 'MIT', author: '', homepage, texts }
}
