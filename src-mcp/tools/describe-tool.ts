import type { Tool } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { LibraryFacets } from '../../src-shared/contract/library.ts'

/** A longer enum costs every conversation more than it helps. */
const MAX_ENUM = 40

interface Describable {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: z.ZodObject
  readonly maxResultSize?: number | undefined
}

type JsonObject = { [key: string]: unknown }
type ObjectSchema = Tool['inputSchema']

/**
 * The entry of `tools/list`. Every conversation reads it, so it is as short as possible: no icon, and no `outputSchema`, which would be
 * two fifths of the list and reaches no model.
 */
export function describeTool(tool: Describable, facets: LibraryFacets): Tool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: withEnums(toObjectSchema(tool.input), facets),
    annotations: { readOnlyHint: true, openWorldHint: false },
    _meta: {
      // Claude Code otherwise shows the model only the name, behind a search.
      'anthropic/alwaysLoad': true,
      ...(tool.maxResultSize !== undefined && { 'anthropic/maxResultSizeChars': tool.maxResultSize }),
    },
  }
}

function toObjectSchema(schema: z.ZodObject): ObjectSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', override: dropLimits })
  return splitTypes({ ...json, type: 'object' }) as ObjectSchema
}

// `type: ['string', 'null']` is legal, but a client that knows one type a field may reject the tool. zod merges types
// after its `override` has run.
function splitTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(splitTypes)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === 'type' && Array.isArray(value)
        ? ['anyOf', value.map((type) => ({ type }))]
        : [key, splitTypes(value)],
    ),
  )
}

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'maxItems', 'default'] as const

// Limits that a model hardly ever reaches. They are validated all the same.
function dropLimits({ jsonSchema }: { jsonSchema: JsonObject }): void {
  for (const limit of LIMITS) delete jsonSchema[limit]
}

// Only a required argument gets its enum: in the filters it would cost each conversation the same bytes again. Validation
// is wider than the enum: aliases (`py`) are valid too, but a model need not know them.
function withEnums(schema: ObjectSchema, facets: LibraryFacets): ObjectSchema {
  const properties = { ...schema.properties } as Record<string, JsonObject>
  for (const [key, values] of [
    ['language', facets.languages],
    ['domain', facets.domains],
  ] as const) {
    if (!schema.required?.includes(key) || values.length === 0 || values.length > MAX_ENUM) continue
    properties[key] = { ...properties[key], enum: [...values] }
  }
  return { ...schema, properties } as ObjectSchema
}
