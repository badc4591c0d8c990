/** A desktop entry that starts a program at login. */
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

/** As the specification has it: quoted for the command, then once more for the file, and % doubled. */
function quote(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, '\\$&')}"`
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')
}
