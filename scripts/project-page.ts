/**
 * Returns the web page that a package names as the home of the project: the page of the repository that builds it.
 *
 * @param env the repository as `PLUMBLINE_UPDATE_GITHUB`, or as a workflow of GitHub names it
 * @param platform a Debian package must name a page, others need none
 * @returns `null` where no page is known and none is needed
 */
export function projectPage(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  if (env.PLUMBLINE_UPDATE_GITHUB) return `https://github.com/${env.PLUMBLINE_UPDATE_GITHUB}`
  if (env.GITHUB_REPOSITORY)
    return `${env.GITHUB_SERVER_URL || 'https://github.com'}/${env.GITHUB_REPOSITORY}`
  // RFC 2606 reserves `.invalid` for names that belong to nobody.
  return platform === 'linux' ? 'https://plumbline.invalid' : null
}
