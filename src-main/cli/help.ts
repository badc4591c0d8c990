/** What `plumbline --help` prints. */
export const HELP = `Plumbline keeps your team's coding standards in front of its AI assistants.

Usage: plumbline <command> [options]

Commands
  mcp               speak MCP over stdin and stdout; this is what an MCP client starts
  index             compare the library with the index now; --force reads every file again
  search <words>    find sections of standards
  status            show the library, its index and the problems in its files

Options
  --library DIR     the folder with the standards (default: the one in the settings, else HOME/standards)
  --home DIR        where Plumbline keeps its index and settings (default: PLUMBLINE_HOME, else ~/.plumbline)
  --json            print JSON
  --verbose         show the log
  -h, --help        show this
  --version         show the version

For search
  --language NAME   only standards for this language, and those for every language
  --domain NAME     only standards of this domain, such as testing or security
  --tag NAME        only standards with this tag
  --limit N         at most this many sections (default 10)

The library is indexed while any Plumbline process runs. Without one, a command brings the index up to date first.`
