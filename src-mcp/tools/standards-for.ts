import { homedir } from 'node:os'
import * as z from 'zod'
import { briefStandards, writeStandardsFor } from '../../src-shared/standard/write-standards-for.ts'
import { argumentText, countText, joinParts, NOTHING_FOUND } from '../calls/activity/tool-summary.ts'
import { defineTool } from './define-tool.ts'
import { ToolFailure } from './tool-failure.ts'

const Path = z.string().trim().min(1).max(4_096)

const Applied = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  /** Indices of `paths`; absent: all of them. */
  paths: z.array(z.number()).optional(),
  must: z.array(z.string()).optional(),
  should: z.array(z.string()).optional(),
  may: z.array(z.string()).optional(),
})
const Section = z.object({ id: z.string(), section: z.string(), heading: z.string(), text: z.string() })

/** What applies to files. */
export const standardsForTool = defineTool({
  name: 'standards_for',
  title: 'Standards for files',
  description:
    "Call before the first edit of a file, with its path: the team's standards that apply, and their rules, strictest first (2,000 " +
    'tokens); a task adds fitting sections. Not again for the same file, nor for a question (search_standards).',
  input: z.object({
    path: Path.optional(),
    paths: z.array(Path).max(50).optional(),
    task: z.string().trim().max(2_000).optional().describe('What you are about to do'),
  }),
  output: z.object({
    paths: z.array(z.string()),
    standards: z.array(Applied),
    sections: z.array(Section),
    total: z.number(),
    more: z.string(),
  }),
  answer(library, { path, paths = [], task }) {
    const all = [...new Set([...(path === undefined ? [] : [path]), ...paths])]
    if (all.length === 0)
      throw new ToolFailure(
        'standards_for needs the path of a file. For a topic, call get_stdlib or search_standards.',
        'arguments',
      )
    return briefStandards(library.standardsFor({ paths: all, task, workspaces: workspaces() }))
  },
  write: writeStandardsFor,
  activity: {
    describeCall({ path, paths, task }) {
      const all = [path, ...(Array.isArray(paths) ? paths : [paths])]
        .map(argumentText)
        .filter((text) => text !== '')
      const more = all.length > 2 ? `and ${all.length - 2} more` : ''
      return joinParts(...all.slice(0, 2), more, argumentText(task))
    },
    describeAnswer({ standards, sections, total }) {
      if (total === 0) return { summary: NOTHING_FOUND, isEmpty: true, references: [] }
      return {
        summary: countText(standards.length, 'standard', total),
        references: [
          ...standards.map(({ id }) => ({ id, section: null })),
          ...sections.map(({ id, section }) => ({ id, section: section === '' ? null : section })),
        ],
      }
    },
  },
})

/** The project, as clients give it: they start the server there, and Claude Code names it. */
function workspaces(): string[] {
  const folders = [process.env.CLAUDE_PROJECT_DIR, process.cwd()]
  const general = new Set(['/', homedir()])
  return folders.flatMap((folder) => (folder && !general.has(folder) ? [folder] : []))
}
