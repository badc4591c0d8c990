import type { LibraryTool } from './define-tool.ts'
import { getChecklistTool } from './get-checklist.ts'
import { getStandardTool } from './get-standard.ts'
import { getStdlibTool } from './get-stdlib.ts'
import { listStandardsTool } from './list-standards.ts'
import { searchStandardsTool } from './search-standards.ts'
import { standardsForTool } from './standards-for.ts'

/** Every tool, in the order in which clients list them. */
export const LIBRARY_TOOLS: readonly LibraryTool[] = [
  standardsForTool,
  getStdlibTool,
  searchStandardsTool,
  getStandardTool,
  listStandardsTool,
  getChecklistTool,
]
