import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { SettingsSchema } from '../../../../src-shared/contract/settings.ts'
import type { HomeContext } from '../../command.ts'
import { type Check, good } from './check.ts'

const HEALTH_TIMEOUT_MS = 2_000

/** Checks the port of the HTTP endpoint: used by Plumbline, free, or used by another program. */
export async function checkPort({ home }: HomeContext): Promise<Check[]> {
  const port = configuredPort(home.settings)
  if (await isFree(port)) return [good('Port', `${port} is free`)]
  if (await isPlumbline(port)) return [good('Port', `Plumbline answers at http://127.0.0.1:${port}`)]
  const message = `Another program uses port ${port}.`
  return [
    {
      name: 'Port',
      state: 'warn',
      message,
      remedy: 'Plumbline takes the next free one; the settings can name another.',
    },
  ]
}

function configuredPort(file: string): number {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
    return SettingsSchema.pick({ endpoint: true }).parse(read).endpoint.port
  } catch {
    return SettingsSchema.parse({}).endpoint.port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

async function isPlumbline(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    })
    return /plumbline/i.test(await response.text())
  } catch {
    return false
  }
}
