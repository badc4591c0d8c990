import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server'
import type { StandardSummary } from '../../src-shared/contract/library.ts'
import { STANDARD_TEMPLATE } from './standard-uri.ts'

/** The media type of a standard. */
export const MIME_TYPE = 'text/markdown'

/** The entry of a standard in `resources/list`, and the target of a prompt's link. */
export function describeResource(standard: StandardSummary): Resource {
  return {
    uri: standard.uri,
    name: standard.id,
    title: standard.title,
    ...(standard.description !== '' && { description: standard.description }),
    mimeType: MIME_TYPE,
    size: standard.size,
    // No `audience` and no `priority`: standards are for people and models, and equal.
    annotations: { lastModified: standard.updated },
  }
}

/** The entries of `resources/templates/list`. */
export const RESOURCE_TEMPLATES: ResourceTemplateType[] = [
  {
    uriTemplate: STANDARD_TEMPLATE,
    name: 'standard',
    title: 'A coding standard',
    description:
      'One standard of the library, by its id such as python/testing.md. A fragment (#fixtures) reads one section.',
    mimeType: MIME_TYPE,
  },
]
