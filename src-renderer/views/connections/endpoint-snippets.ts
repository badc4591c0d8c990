/** The endpoint that the snippets call. */
export interface SnippetTarget {
  /** `http://127.0.0.1:9001` */
  readonly origin: string
  /** The file that holds the token. */
  readonly tokenFile: string
  /** `process.platform` of the host. */
  readonly platform: string
}

export interface EndpointSnippet {
  readonly name: string
  /** Complete code. {@link TOKEN} is the placeholder where the token itself must be in the text. */
  readonly text: string
}

/** The placeholder for the token. */
export const TOKEN = '<token>'

const CALL = { name: 'search_standards', arguments: { query: 'testing', limit: 3 } }

/**
 * Snippets that make the same call from a shell, TypeScript and Python, and the entry for an HTTP client. The code reads the
 * token from its file, so that the token is not stored in the shell history.
 */
export function endpointSnippets(target: SnippetTarget): readonly EndpointSnippet[] {
  return [shellOf(target), jsonOf(target), typeScriptOf(target), pythonOf(target)]
}

function shellOf({ origin, tokenFile, platform }: SnippetTarget): EndpointSnippet {
  const body = JSON.stringify(CALL)
  if (platform === 'win32')
    return {
      name: 'PowerShell',
      text: [
        `$token = Get-Content '${tokenFile.replaceAll("'", "''")}'`,
        `Invoke-RestMethod ${origin}/mcp/call -Method Post \``,
        '  -Headers @{ Authorization = "Bearer $token" } `',
        `  -ContentType application/json -Body '${body}'`,
      ].join('\n'),
    }
  return {
    name: 'curl',
    text: [
      `curl -s ${origin}/mcp/call \\`,
      `  -H "Authorization: Bearer $(cat '${tokenFile.replaceAll("'", "'\\''")}')" \\`,
      "  -H 'Content-Type: application/json' \\",
      `  -d '${body}'`,
    ].join('\n'),
  }
}

function jsonOf({ origin }: SnippetTarget): EndpointSnippet {
  const entry = {
    type: 'http',
    url: `${origin}/mcp`,
    headers: { Authorization: `Bearer ${TOKEN}` },
  }
  return { name: 'JSON', text: JSON.stringify({ mcpServers: { plumbline: entry } }, null, 2) }
}

function typeScriptOf({ origin, tokenFile }: SnippetTarget): EndpointSnippet {
  return {
    name: 'TypeScript',
    text: [
      "import { readFileSync } from 'node:fs'",
      '',
      `const token = readFileSync(${JSON.stringify(tokenFile)}, 'utf8').trim()`,
      `const answer = await fetch('${origin}/mcp/call', {`,
      "  method: 'POST',",
      '  headers: {',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for the snippet to fill in
      '    authorization: `Bearer ${token}`,',
      "    'content-type': 'application/json',",
      '  },',
      '  body: JSON.stringify({',
      `    name: '${CALL.name}',`,
      "    arguments: { query: 'testing', limit: 3 },",
      '  }),',
      '})',
      'console.log(await answer.json())',
    ].join('\n'),
  }
}

function pythonOf({ origin, tokenFile }: SnippetTarget): EndpointSnippet {
  return {
    name: 'Python',
    text: [
      'import json',
      'from pathlib import Path',
      'from urllib.request import Request, urlopen',
      '',
      `token = Path(${JSON.stringify(tokenFile)}).read_text().strip()`,
      'request = Request(',
      `    "${origin}/mcp/call",`,
      `    json.dumps(${JSON.stringify(CALL)}).encode(),`,
      '    {',
      '        "Authorization": f"Bearer {token}",',
      '        "Content-Type": "application/json",',
      '    },',
      ')',
      'print(json.load(urlopen(request)))',
    ].join('\n'),
  }
}

/** Masks a token except for its last four characters. */
export function hideToken(token: string): string {
  return `${'•'.repeat(20)}${token.slice(-4)}`
}
