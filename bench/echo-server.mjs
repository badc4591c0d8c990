// The baseline: a minimal stdio server, without the SDK and without a library. It answers `initialize`, and `tools/call` with the
// result for the tool in the JSON file that its argument names.
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
