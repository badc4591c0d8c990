// A minimal MCP server for tests of start commands: node fake-server.ts how=BEHAVIOR
// BEHAVIOR: `good`; `noise` (prints other text than MCP); `silent` (never answers); `dies` (exits at once); `rejects` (answers with
// an error); `fails` (the tool call fails, and its text holds the working directory and the environment).

import { createInterface } from 'node:readline'

const behavior = process.argv.find((arg) => arg.startsWith('how='))?.slice(4) ?? 'good'
const send = (message: object) =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

if (behavior === 'noise') process.stdout.write('Hello, I have started.\n')
if (behavior === 'dies') {
  process.stderr.write('first line\nError: Cannot find module /gone/server.mjs\n')
  process.exit(1)
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line)
  if (id === undefined || behavior === 'silent') return
  if (behavior === 'rejects') send({ id, error: { code: -32601, message: 'unknown method' } })
  else if (method === 'initialize')
    send({
      id,
      result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'f', version: '1' } },
    })
  else {
    const surroundings = `${process.cwd()} ${Object.keys(process.env).toSorted().join(',')} ${process.env.EXTRA ?? ''}`
    send({ id, result: { content: [{ type: 'text', text: surroundings }], isError: behavior === 'fails' } })
  }
})
