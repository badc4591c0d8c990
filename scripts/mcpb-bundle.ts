// Packs the stdio server as an MCP bundle, which Claude Desktop installs as an extension, for users without the app.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packExtension, validateManifest } from '@anthropic-ai/mcpb'
import { LIBRARY_TOOLS } from '../src-mcp/tools/registry.ts'
import { NOTICES } from './build/third-party-notices.ts'

const ROOT = dirname(import.meta.dirname)
const DIST = join(ROOT, 'dist')
const SERVER_FILES = ['server.mjs', 'indexer.mjs', 'better_sqlite3.node']

interface Package {
  readonly version: string
  readonly description: string
  readonly license: string
  readonly author: string
}

/** The manifest. The bundle is for the system and processor of this machine, because its SQLite module is native. */
export function mcpbManifest({ version, description, license, author }: Package) {
  return {
    manifest_version: '0.3' as const,
    name: 'plumbline',
    display_name: 'Plumbline',
    version,
    description,
    long_description:
      'Plumbline indexes a folder of markdown files, your coding standards, and answers questions about them. The app adds a window that shows what was asked and what nobody could find; this bundle is the server alone.',
    author: { name: author },
    license,
    icon: 'icon.png',
    keywords: ['coding standards', 'guidelines', 'markdown', 'search'],
    server: {
      type: 'node' as const,
      entry_point: 'mcp/server.mjs',
      mcp_config: {
        command: 'node',
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Claude Desktop fills these in.
        args: ['${__dirname}/mcp/server.mjs'],
        // An environment variable and no argument, because an empty option would remain in it as a placeholder.
        env: { PLUMBLINE_LIBRARY: '${user_config.library}' },
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
      },
    },
    tools: LIBRARY_TOOLS.map(({ name }) => ({ name })),
    prompts_generated: true,
    compatibility: {
      platforms: [process.platform as 'darwin' | 'win32' | 'linux'],
      runtimes: { node: '>=22.0.0' },
    },
    user_config: {
      library: {
        type: 'directory' as const,
        title: 'Library',
        description:
          'The folder with your standards. Without one: what the Plumbline app uses, else a new folder with starter standards in ~/.plumbline.',
        required: false,
        default: '',
      },
    },
  }
}

/**
 * Packs the built server.
 * @param folder the folder of the bundle
 * @returns the path of the bundle
 */
export async function buildMcpb(folder: string): Promise<string> {
  const about: Package = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const stage = mkdtempSync(join(tmpdir(), 'plumbline-mcpb-'))
  try {
    for (const name of SERVER_FILES) cpSync(join(DIST, 'mcp', name), join(stage, 'mcp', name))
    cpSync(join(DIST, 'starter-standards'), join(stage, 'starter-standards'), { recursive: true })
    cpSync(join(ROOT, 'resources/icons/icon.png'), join(stage, 'icon.png'))
    cpSync(join(ROOT, 'LICENSE'), join(stage, 'LICENSE'))
    cpSync(join(DIST, NOTICES), join(stage, NOTICES))
    writeFileSync(join(stage, 'manifest.json'), `${JSON.stringify(mcpbManifest(about), null, 2)}\n`)
    if (!validateManifest(stage)) throw new Error('The manifest of the MCP bundle is not valid.')
    mkdirSync(folder, { recursive: true })
    const bundle = join(folder, `plumbline-${about.version}-${process.platform}-${process.arch}.mcpb`)
    if (!(await packExtension({ extensionPath: stage, outputPath: bundle, silent: true })))
      throw new Error('The MCP bundle could not be packed.')
    return bundle
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
