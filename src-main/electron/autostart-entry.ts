/** Returns the text of a desktop entry that starts a program at login. */
export function autostartEntry(program: string, args: readonly string[]): string {
  const command = [program, ...args].map(quote).join(' ')
  return `[Desktop Entry]
Type=Application
Name=Plumbline
Comment=Your coding standards in front of your AI assistants
Exec=${command}
Terminal=false
X-GNOME-Autostart-enabled=true
`
}

/** Quotes a word as the Desktop Entry Specification requires: for the command, then for the file, with % doubled. */
function quote(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, '\\$&')}"`
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')
}
