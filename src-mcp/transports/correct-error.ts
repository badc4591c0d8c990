import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'

const INTERNAL_ERROR = -32603
const INVALID_PARAMS = -32602

/** Params may be wrong in as many places as they are long. */
const MAX_ISSUES = 5
const MAX_NAME = 100

interface Issue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Corrects the SDK's answer to invalid params: it sends the validator's raw issue list, and for every method but `tools/call` with
 * the code of an internal error (-32603), where the specification wants invalid params (-32602).
 */
export function correctError(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message)) return message
  const { code, message: text } = message.error
  if (code !== INTERNAL_ERROR && code !== INVALID_PARAMS) return message
  const issues = readIssues(text)
  if (issues === null) return message
  const error: JSONRPCErrorResponse['error'] = {
    ...message.error,
    code: INVALID_PARAMS,
    message: `Invalid params: ${issues.slice(0, MAX_ISSUES).map(describeIssue).join('; ')}.`,
  }
  return { ...message, error }
}

function readIssues(text: string): Issue[] | null {
  const start = text.indexOf('[')
  if (start === -1 || !text.endsWith(']')) return null
  try {
    const issues: unknown = JSON.parse(text.slice(start))
    return Array.isArray(issues) && issues.length > 0 && issues.every(isIssue) ? issues : null
  } catch {
    return null
  }
}

function isIssue(value: unknown): value is Issue {
  const issue = value as Partial<Issue> | null
  return Array.isArray(issue?.path) && typeof issue.message === 'string'
}

function describeIssue({ path, message }: Issue): string {
  const name = path.join('.').slice(0, MAX_NAME)
  return name === '' ? message : `${name}: ${message.replace(/^Invalid input: /, '')}`
}
