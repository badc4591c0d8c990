import type * as z from 'zod'
import { cutName, nameUnknown } from './lenient-arguments.ts'

interface ExplainedTool {
  readonly name: string
  readonly input: z.ZodObject
}

/** A call may be wrong in as many places as it is long. */
const MAX_EXPLAINED = 8

/** Tells in a sentence which arguments were ignored, and which ones the tool takes. */
export function noteUnknown(tool: ExplainedTool, unknown: readonly string[]): string {
  const are = unknown.length === 1 ? 'is not an argument' : 'are not arguments'
  return `${nameUnknown(unknown)} ${are} of ${tool.name} and had no effect. It takes ${takenBy(tool)}.`
}

/** Explains in one or two sentences which arguments are wrong, what was expected, and which ones the tool takes. */
export function explainArguments(
  tool: ExplainedTool,
  args: unknown,
  issues: readonly z.core.$ZodIssue[],
  unknown: readonly string[],
): string {
  const wrong = issues.slice(0, MAX_EXPLAINED).map((issue) => explainIssue(issue, args))
  if (unknown.length === 1) wrong.push(`${nameUnknown(unknown)} is not one of its arguments`)
  else if (unknown.length > 1) wrong.push(`${nameUnknown(unknown)} are not among its arguments`)
  return `${tool.name} was called with wrong arguments: ${wrong.join('; ')}. It takes ${takenBy(tool)}.`
}

function takenBy({ input }: ExplainedTool): string {
  const names = Object.entries(input.shape).map(([key, field]) =>
    isOptional(field) ? `${key} (optional)` : key,
  )
  return names.join(', ')
}

function isOptional(field: unknown): boolean {
  return (field as z.ZodType).safeParse(undefined).success
}

function explainIssue(issue: z.core.$ZodIssue, args: unknown): string {
  const name = issue.path.length === 0 ? 'the arguments' : `"${cutName(issue.path.join('.'))}"`
  const given = valueAt(args, issue.path)
  if (given === undefined) return `${name} is missing`
  return `${name} must be ${expectation(issue)}, not ${describeValue(given)}`
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
