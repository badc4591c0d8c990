// A server of a few lines for tests of starting one: node fake-server.ts server.mjs HOW --home DIR
// HOW: `good`, `noise`, `silent`, `dies`, `refuses`, `fails`, `pwd` (answers only from the root folder with a small environment).

import { createInterface } from 'node:readline'

const how = process.argv.find((arg) => arg.startsWith('how='))?.slice(4) ?? 'good'
const say = (message: object) =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

if (how === 'noise') process.stdout.write('Hello, I have started.\n')
if (how === 'dies') {
  process.stderr.write('first line\nError: Cannot find module /gone/server.mjs\n')
  process.exit(1)
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line)
  if (id === undefined || how === 'silent') return
  if (how === 'refuses') say({ id, error: { code: -32601, message: 'never heard of it' } })
  else if (method === 'initialize')
    say({
      id,
      result: { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'f', version: '1' } },
    })
  else {
    const place = `${process.cwd()} ${Object.keys(process.env).toSorted().join(',')} ${process.env.EXTRA ?? ''}`
    say({ id, result: { content: [{ type: 'text', text: place }], isError: how === 'fails' } })
  }
})
