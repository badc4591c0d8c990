import { runStdioProcess } from './stdio-process.ts'

// `server.mjs`: the stdio server for every Node from 22 on.
runStdioProcess(import.meta.dirname)
