import { startInterfaces } from '../../src-main/web/interfaces.ts'
import { LIBRARY_PROMPTS } from '../../src-mcp/prompts/registry.ts'
import { type IndexedLibrary, openIndexedLibrary, SAMPLE } from '../../src-mcp/testing/indexed-library.ts'
import { LIBRARY_TOOLS } from '../../src-mcp/tools/registry.ts'
import { ASKING_TOOLS } from './asking-tools.ts'
import { CONTENT_TOOLS } from './content-tools.ts'
import { FIXTURE_PROMPTS } from './fixture-prompts.ts'
import { FIXTURE_RESOURCES } from './fixture-resources.ts'
import { fixtureTool, sayText } from './fixture-tool.ts'
import { INPUT_REQUIRED_TOOLS } from './input-required-tools.ts'

/** A Plumbline that listens for the conformance suite. */
export interface ConformanceHost {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the sample library on a free port, as `plumbline serve` does, without a token: the suite cannot send one.
 * @param fixtures true adds the tools, prompts and resources that the suite asks for
 */
export async function startConformanceHost(fixtures: boolean): Promise<ConformanceHost> {
  const temp = await openIndexedLibrary(SAMPLE)
  const interfaces = await startInterfaces({
    core: temp.core,
    version: '0.0.0',
    token: null,
    port: 0,
    log: () => {},
    ...(fixtures && {
      tools: [...LIBRARY_TOOLS, ...fixtureTools(temp)],
      prompts: [...LIBRARY_PROMPTS, ...FIXTURE_PROMPTS],
      resources: FIXTURE_RESOURCES,
    }),
  })
  return {
    url: `http://127.0.0.1:${interfaces.port}/mcp`,
    async close() {
      await interfaces.close()
      await temp.close()
    },
  }
}

function fixtureTools(temp: IndexedLibrary) {
  let written = 0
  // The suite checks that the list of tools changes. A new language in the library changes the enums of the tools.
  const change = fixtureTool('test_trigger_tool_change', async () => {
    const next = ['rust', 'ruby', 'kotlin', 'swift', 'php', 'java', 'csharp', 'scala'][written++ % 8]
    await temp.write({ [`${next}/testing.md`]: `# Testing ${written}\n` })
    return sayText('The list has changed.')
  })
  return [...CONTENT_TOOLS, ...ASKING_TOOLS, ...INPUT_REQUIRED_TOOLS, change]
}
