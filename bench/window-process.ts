import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const LAUNCHER = join(import.meta.dirname, '../scripts/plumbline.mjs')

/** A process of the built headless host. */
export interface WindowProcess {
  /** Returns the address of a view, with the token. */
  addressOf(path: string): string
  /** Calls a tool over REST. @throws Error when it fails */
  call(name: string, args: object): Promise<void>
  close(): Promise<void>
}

/** Starts the host on a home and waits until it has printed its address. */
export async function startHost(home: string): Promise<WindowProcess> {
  const args = [LAUNCHER, 'start', '--headless', '--no-open', '--port', '0', '--home', home]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = new URL(await addressFrom(child))
  const token = readFileSync(join(home, 'http-token'), 'utf8').trim()
  return {
    addressOf: (path) => `${address.origin}${path}${address.hash}`,
    async call(name, args) {
      const answer = await fetch(`${address.origin}/mcp/call`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name, arguments: args }),
      })
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    },
    async close() {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

function addressFrom(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const address = /^Plumbline is at (\S+)$/m.exec(output)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.on('exit', (code) => reject(new Error(`The host ended with ${code}.`)))
  })
}
