/*
 * Replaces `@modelcontextprotocol/server/_shims` in the bundle (an alias in vite.config.ts): the original loads Ajv, some
 * 300 KB that only elicitation needs, and this server never elicits.
 */
import nodeProcess from 'node:process'

export const process = nodeProcess

/** The SDK constructs it for a server without a validator of its own; Plumbline's server has one. */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('No JSON Schema validator is bundled: pass `jsonSchemaValidator` to the server')
  }
}
