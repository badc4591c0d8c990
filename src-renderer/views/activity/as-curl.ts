import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { argumentsOf, isObject } from './exchange.ts'

/**
 * The request as a command for a POSIX shell, by the interface that needs the fewest words. The token is read from its file
 * when the command runs, so that a copied command holds no secret.
 * @param origin of the endpoint, without a path
 * @param home Plumbline's own folder
 */
export function asCurl(detail: RequestDetail, origin: string, home: string): string {
  const separator = /^[A-Za-z]:\\/.test(home) ? '\\' : '/'
  const lines = [
    `curl -s ${origin}${detail.tool === null ? '/mcp' : '/mcp/call'}`,
    `  -H "Authorization: Bearer $(cat ${quote(`${home}${separator}http-token`)})"`,
    `  -H 'Content-Type: application/json'`,
  ]
  if (detail.tool === null) lines.push(`  -H 'Accept: application/json, text/event-stream'`)
  lines.push(`  -d ${quote(JSON.stringify(bodyOf(detail)))}`)
  return lines.join(' \\\n')
}

function bodyOf(detail: RequestDetail): object {
  if (detail.tool !== null) return { name: detail.tool, arguments: argumentsOf(detail) ?? {} }
  return { jsonrpc: '2.0', id: detail.rpcId ?? 1, method: detail.method, params: paramsOf(detail) }
}

/** Without `_meta`: it speaks for the session that the request came by. */
function paramsOf({ request }: RequestDetail): object {
  try {
    const params: unknown = JSON.parse(request ?? '')
    if (!isObject(params)) return {}
    const { _meta: _, ...rest } = params
    return rest
  } catch {
    return {}
  }
}

/** One word for a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
