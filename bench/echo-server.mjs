// The floor: a stdio server by hand, without the SDK, without a library. It answers `initialize` and, from a JSON file
// that is named as its argument, `tools/call` with the result that the file has for the tool.
import { readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
const results = file ? JSON.parse(readFileSync(file, 'utf8')) : {}
const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'echo', version: '1.0.0' },
}

let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) answer(JSON.parse(line))
})

function answer({ id, method, params }) {
  if (id === undefined) return
  const result = method === 'initialize' ? HELLO : (results[params?.name] ?? {})
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`)
}
