import type { Command } from 'commander'

/**
 * Explains an option that the command does not take but another one does.
 * @param args the whole command line
 * @returns a sentence; `null` when no other command takes the option either
 */
export function misplacedOption(program: Command, args: readonly string[]): string | null {
  const command = program.commands.find((candidate) => args.includes(candidate.name()))
  if (!command) return null
  for (const flag of args.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/s, ''))) {
    if (takes(command, flag) || takes(program, flag)) continue
    const others = program.commands.filter((candidate) => takes(candidate, flag)).map(nameOf)
    if (others.length > 0) return `${flag} is an option of ${others.join(' and ')}.`
  }
  return null
}

function takes(command: Command, flag: string): boolean {
  return command.options.some(({ long, short }) => long === flag || short === flag)
}

function nameOf(command: Command): string {
  return `\`plumbline ${command.name()}\``
}
