import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

// A client that stores its own settings in the file that Plumbline edits: node rewriting-client.ts FILE METHOD COUNT PAUSE
// Reads the file, adds a value and writes it, COUNT times with PAUSE milliseconds between. METHOD is `place` (in place) or `rename`.
// Prints a line when it begins.

const [file = '', method, count, pause] = process.argv.slice(2)

process.stdout.write('began\n')
for (let i = 0; i < Number(count); i++) {
  const config = JSON.parse(readFileSync(file, 'utf8'))
  config.own = [...config.own, i]
  const text = JSON.stringify(config, null, 2)
  if (method === 'rename') {
    writeFileSync(`${file}.theirs`, text)
    renameSync(`${file}.theirs`, file)
  } else {
    writeFileSync(file, text)
  }
  await sleep(Number(pause))
}
