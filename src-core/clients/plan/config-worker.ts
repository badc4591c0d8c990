import { parentPort } from 'node:worker_threads'
import { describeError, PlumblineError } from '../../../src-shared/contract/errors.ts'
import { type ConfigTask, runConfigTask } from './config-task.ts'

// A thread that reads and plans large configuration files, so that the thread of the host goes on answering.
parentPort?.on('message', ({ id, task }: { readonly id: number; readonly task: ConfigTask }) => {
  try {
    const result = runConfigTask(task)
    const bytes = 'bytes' in result ? result.bytes : null
    // Moved, not copied, when the bytes have a buffer of their own.
    const moved = bytes && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : []
    parentPort?.postMessage({ id, result }, moved)
  } catch (error) {
    const { code, message, remedy } =
      error instanceof PlumblineError ? error : new PlumblineError('internal', describeError(error), '')
    parentPort?.postMessage({ id, error: { code, message, remedy } })
  }
})
