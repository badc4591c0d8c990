import type { ChildProcess } from 'node:child_process'

/** What a child process has written since it was started. Call it in the turn in which the child is made. */
export function watchOutput(child: Pick<ChildProcess, 'stdout' | 'stderr'>) {
  let output = ''
  let errors = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  return { output: () => output, errors: () => errors }
}
