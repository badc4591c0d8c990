// The MCP bundle alone, without the installers that `npm run dist` makes beside it.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'
import { buildMcpb } from './mcpb-bundle.ts'

ensureBuilt()
console.log(await buildMcpb(join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/installers')))
