import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { isObject } from '../../../src-shared/is-object.ts'
import { argumentsOf } from './exchange.ts'

/**
 * A curl command for a POSIX shell that sends the request again: a tool call to the REST endpoint, as that needs no JSON-RPC, any other
 * message to the MCP endpoint. The shell reads the token from its file, so that the copied command contains no secret.
 * @param origin of the endpoint, without a path
 * @param home Plumbline's home folder
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

/** The params without `_meta`, which belongs to the session of the request. */
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

/** Quotes any text as one word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
