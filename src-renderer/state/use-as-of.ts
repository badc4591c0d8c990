import { formatTime } from '../../src-shared/format.ts'
import { useConnection } from './bridge-context.tsx'

/** `As of 14:32:07` while the host is away, for the head of a view whose rows are kept; `null` otherwise. */
export function useAsOf(): string | null {
  const connection = useConnection()
  if (connection.state !== 'offline' || connection.lastAt === null) return null
  return `As of ${formatTime(connection.lastAt)}`
}
