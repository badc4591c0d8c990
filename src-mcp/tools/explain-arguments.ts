import type * as z from 'zod'

interface ExplainedTool {
  readonly name: string
  readonly input: z.ZodObject
}

/** Explains in one or two sentences which arguments are wrong, what was expected, and which ones the tool takes. */
export function explainArguments(
  tool: ExplainedTool,
  args: unknown,
  issues: readonly z.core.$ZodIssue[],
): string {
  const wrong = issues.flatMap((issue) => explainIssue(issue, args))
  const takes = Object.entries(tool.input.shape).map(([key, field]) =>
    isOptional(field) ? `${key} (optional)` : key,
  )
  return `${tool.name} was called with wrong arguments: ${wrong.join('; ')}. It takes ${takes.join(', ')}.`
}

function isOptional(field: unknown): boolean {
  return (field as z.ZodType).safeParse(undefined).success
}

function explainIssue(issue: z.core.$ZodIssue, args: unknown): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `"${key}" is not one of its arguments`)
  const name = issue.path.length === 0 ? 'the arguments' : `"${issue.path.join('.')}"`
  const given = valueAt(args, issue.path)
  if (given === undefined) return [`${name} is missing`]
  return [`${name} must be ${expectation(issue)}, not ${describeValue(given)}`]
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? issue.expected
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty'
      return `at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters long`
      return `at most ${issue.maximum}`
    default:
      return issue.message
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  boolean: 'true or false',
}

function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') {
    if (value.trim() === '') return 'empty text'
    return value.length > 60 ? `${value.length} characters of text` : `the text "${value}"`
  }
  return String(value)
}

function valueAt(args: unknown, path: readonly PropertyKey[]): unknown {
  let value = args
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
