import { describe, expect, it } from 'vitest'
import { clientById } from '../table/client-table.ts'
import { planConnect, planDisconnect } from './plan-connect.ts'

const START = { command: '/opt/node', args: ['/opt/server.mjs', '--home', '/h'] }
const bytes = (text: string) => new TextEncoder().encode(text)

function shown(id: string, text: string, plan = planConnect): string[] {
  const planned = plan(bytes(text), clientById(id), { start: START })
  if (planned.kind !== 'write') throw new Error(JSON.stringify(planned))
  return planned.difference.map(({ kind, text: line }) => `${kind[0]}|${line}`)
}

describe('differenceOf', () => {
  it('shows added lines with context, and masks values of other entries', () => {
    const config = `{
  "far": "away",
  "mcpServers": {
    // token of the other: hunter1
    "other": { "args": ["hunter2", 34567], "on": true, "env": { "KEY": "hunter3" } } /* hunter4
    hunter5 */
  }
}`
    const lines = shown('cursor', config)
    expect(lines.slice(0, 4)).toEqual([
      'g|',
      'u|  "mcpServers": {',
      'u|    // ••••',
      'r|    "other": { "args": ["••••", "••••"], "on": true, "env": { "KEY": "••••" } } /* •••• */',
    ])
    expect(lines).toContain('a|      "command": "/opt/node",')
    expect(lines).toContain('a|        "/opt/server.mjs",')
    expect(lines.join('\n')).not.toMatch(/hunter|34567|away/)
  })

  it('masks TOML in the same way', () => {
    const config = `# hunter1
[mcp_servers.other]
command = "hunter2"
args = [ # hunter3
  "hunter4",
]
env = { KEY = "hunter5", N = 34567 }
text = """
hunter6
"""
last = [{ key = "hunter7" }]`
    const lines = shown('codex', config)
    expect(lines.at(0)).toBe('g|')
    expect(lines).toContain('a|[mcp_servers.plumbline]')
    expect(lines).toContain('a|command = "/opt/node"')
    expect(lines.join('\n')).not.toMatch(/hunter|34567/)
    const old = `[mcp_servers.plumbline]\ncommand = "uvx"\nargs = ["hunter"]\n`
    expect(shown('codex', old)).toEqual([
      'u|[mcp_servers.plumbline]',
      'r|command = "uvx"',
      'r|args = "••••"',
      'a|command = "/opt/node"',
      'a|args = ["/opt/server.mjs", "--home", "/h"]',
    ])
  })

  it('shows only the changed lines of our own entry', () => {
    const config = JSON.stringify(
      { mcpServers: { plumbline: { command: '/old/node', args: START.args, env: { KEY: 'hunter' } } } },
      null,
      2,
    )
    const lines = shown('windsurf', config)
    expect(lines.filter((line) => !line.startsWith('u') && !line.startsWith('g'))).toEqual([
      'r|      "command": "/old/node",',
      'a|      "command": "/opt/node",',
    ])
    const gone = shown('windsurf', config, planDisconnect)
    expect(gone).toContain('r|      "command": "/old/node",')
    expect(gone.join('\n')).not.toContain('hunter')
  })
})
