import type { Plugin } from 'vite'

const SDK = /@modelcontextprotocol\/server\/dist\/src-[^/]*\.mjs$/
const SCHEMAS = /@modelcontextprotocol\/core\/dist\/(?:auth|schemas)-[^/]*\.mjs$/

// `isSpecType` and `specTypeSchemas` look schemas up by name. Nobody here does, and their tables keep every schema alive.
const REGISTRATION = /^for \(const .* register\(key, schema.*\);$/gm
// `const FooSchema = z.object(…).extend(…);` at the top level, over as many lines as it takes.
const SCHEMA = /^const (\w+Schema\w*) = ([\s\S]*?);\n(?=const |\/\*\*|\/\/|function |export |\n)/gm

/**
 * Leaves the SDK's schemas that nothing uses out of the bundle: OAuth, sampling, elicitation, tasks, some 150 of 180. They
 * are made when the module loads, and cost a start 3 ms. The bundler keeps them because it cannot know that making one
 * has no effect; marked as pure, it drops them. After an update of the SDK that this does not fit, it warns and does nothing.
 */
export function stripUnusedSchemas(): Plugin {
  return {
    name: 'plumbline:strip-unused-schemas',
    transform: {
      filter: { id: [SDK, SCHEMAS] },
      handler(code, id) {
        const lean = SDK.test(id)
          ? code.replace(REGISTRATION, '')
          : code.replace(SCHEMA, 'const $1 = /* @__PURE__ */ (() => $2)();\n')
        if (lean === code) this.warn(`Nothing to leave out was found in ${id}: see strip-unused-schemas.ts.`)
        return { code: lean, map: null }
      },
    },
  }
}
