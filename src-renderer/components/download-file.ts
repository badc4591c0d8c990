/** Has the browser save the file at a path of the host. */
export function downloadFile(path: string, name: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}
