import type { Plugin } from 'vite'

const SDK = /@modelcontextprotocol\/server\/dist\/src-[^/]*\.mjs$/
const SCHEMAS = /@modelcontextprotocol\/core\/dist\/(?:auth|schemas)-[^/]*\.mjs$/

// `isSpecType` and `specTypeSchemas` find schemas by name. Plumbline does not use them, and their tables keep every schema in the bundle.
const REGISTRATION = /^for \(const .* register\(key, schema.*\);$/gm
// `const FooSchema = z.object(…).extend(…);` at the top level, over one or more lines.
const SCHEMA = /^const (\w+Schema\w*) = ([\s\S]*?);\n(?=const |\/\*\*|\/\/|function |export |\n)/gm

/**
 * Leaves unused schemas of the SDK out of the bundle: OAuth, sampling, elicitation, tasks, some 150 of 180. They are created when
 * the module loads, which takes 3 ms of each start. The bundler keeps them because it cannot know that their creation has no side
 * effect; marked as pure, they are dropped. It warns and does nothing when an update of the SDK no longer matches.
 */
export function stripUnusedSchemas(): Plugin {
  return {
    name: 'plumbline:strip-unused-schemas',
    transform: {
      filter: { id: [SDK, SCHEMAS] },
      handler(code, id) {
        const stripped = SDK.test(id)
          ? code.replace(REGISTRATION, '')
          : code.replace(SCHEMA, 'const $1 = /* @__PURE__ */ (() => $2)();\n')
        if (stripped === code) this.warn(`No unused schema was found in ${id}: see strip-unused-schemas.ts.`)
        return { code: stripped, map: null }
      },
    },
  }
}
