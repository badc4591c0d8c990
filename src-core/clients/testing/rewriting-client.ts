import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

// A client that keeps its own settings in the file that we edit: node rewriting-client.ts FILE HOW COUNT PAUSE
// Each time it reads, adds a key of its own and writes; HOW is `place` or `rename`. Prints a line when it has begun.

const [file = '', how, count, pause] = process.argv.slice(2)

process.stdout.write('began\n')
for (let i = 0; i < Number(count); i++) {
  const config = JSON.parse(readFileSync(file, 'utf8'))
  config.own = [...config.own, i]
  const text = JSON.stringify(config, null, 2)
  if (how === 'rename') {
    writeFileSync(`${file}.theirs`, text)
    renameSync(`${file}.theirs`, file)
  } else {
    writeFileSync(file, text)
  }
  await sleep(Number(pause))
}
