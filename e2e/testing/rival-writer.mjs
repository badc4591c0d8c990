import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'

// Another program that writes a file while Plumbline saves it: node rival-writer.mjs append|replace FILE STOP. Adds the line `E<number>`
// again and again until the file STOP exists, then prints how many lines it added.
const [mode, file, stop] = process.argv.slice(2)
const pause = new Int32Array(new SharedArrayBuffer(4))
let added = 0
writeSync(1, 'ready\n')
while (!existsSync(stop)) {
  Atomics.wait(pause, 0, 0, Math.random() * 20)
  added++
  const line = `E${added}\n`
  if (mode === 'append') appendFileSync(file, line)
  else {
    writeFileSync(`${file}.rival`, readFileSync(file, 'utf8') + line)
    renameSync(`${file}.rival`, file)
  }
}
writeSync(1, `${added}\n`)
