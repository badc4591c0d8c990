import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = [
  'src-shared',
  'src-core',
  'src-mcp',
  'src-main',
  'src-renderer',
  'e2e',
  'bench',
  'scripts',
  'docs',
]

type Node = Readonly<Record<string, unknown>>

/** Returns the paths of all tracked and new source files, relative to the checkout. */
export function sourceFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return output.split('\n').filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file))
}

/** Returns the distinct identifiers of a file: variables, functions, types, parameters and members. */
export function identifiersOf(file: string): Set<string> {
  const names = new Set<string>()
  for (const node of nodesOf(file))
    if ((node.type === 'Identifier' || node.type === 'PrivateIdentifier') && typeof node.name === 'string')
      names.add(node.name)
  return names
}

/** Returns the names that a file declares and exports. */
export function exportsOf(file: string): string[] {
  return nodesOf(file).flatMap((node) => {
    const { declaration } = node
    if (node.type !== 'ExportNamedDeclaration' || !isNode(declaration)) return []
    const declared = Array.isArray(declaration.declarations) ? declaration.declarations : [declaration]
    return declared.flatMap(({ id }) => (isNode(id) && typeof id.name === 'string' ? [id.name] : []))
  })
}

/** Returns the titles of the tests and suites of a file as they are written: `it.each` titles with their placeholders. */
export function testTitlesOf(file: string): string[] {
  return nodesOf(file).flatMap((node) => {
    if (node.type !== 'CallExpression' || !Array.isArray(node.arguments) || !isNode(node.callee)) return []
    const [title] = node.arguments
    if (!isNode(title) || !/^(?:it|test|describe|\w*Test)$/.test(calledName(node.callee))) return []
    return typeof title.value === 'string' ? [title.value] : []
  })
}

/** Returns the first name of a callee: `it` for `it`, `it.each(cases)` and `it.skipIf(condition)`. */
function calledName(callee: Node): string {
  if (typeof callee.name === 'string') return callee.name
  const inner = callee.type === 'CallExpression' ? callee.callee : callee.object
  return isNode(inner) ? calledName(inner) : ''
}

function nodesOf(file: string): Node[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^#!.*/, '')
  const nodes: Node[] = []
  const waiting: unknown[] = [parseAst(text, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' })]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...value.filter(Boolean))
    else if (isNode(value)) {
      nodes.push(value)
      waiting.push(...Object.values(value).filter((child) => typeof child === 'object' && child !== null))
    }
  }
  return nodes
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
