/** What `plumbline --help` prints. */
export const HELP = `Plumbline keeps your team's coding standards in front of its AI assistants.

Usage: plumbline <command> [options]

Commands
  start             start the desktop app; where it cannot run, its window opens in a browser
  mcp               speak MCP over stdin and stdout; this is what an MCP client starts
  serve             without a window: answer over HTTP and WebSocket, and over TCP if wanted, until Ctrl+C
  index             compare the library with the index now; --force reads every file again
  search <words>    find sections of standards
  status            show the library, its index and the problems in its files
  export            write what was asked and answered, as JSON or CSV
  connect [client]  write Plumbline into the configuration of AI clients, after showing what changes
  disconnect [client]  take it out again
  doctor            look at everything that has to be right; says what is wrong and how to mend it

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

For start
  --headless        a window in the browser, also where the desktop app could be started
  --no-open         print the address, and open no browser
  --port N          listen on this port (default: the one in the settings or the next free one; 0 takes any)

For export
  --format NAME     json (default) or csv
  --out FILE        write to this file instead of the terminal
  --from, --to      a date such as 2026-01-31, or with a time: from then on, and up to then
  --client, --tool  only of these; may be repeated
  --status NAME     only ok, empty, tool-error, protocol-error or cancelled; may be repeated
  --text WORDS      only where these words occur

For serve
  --port N          listen on this port (default: the one in the settings or the next free one; 0 takes any)
  --host ADDRESS    listen on this address instead of loopback; clients need the token all the same
  --tcp PORT        newline-delimited JSON over TCP too
  --no-websocket    no WebSocket
  --allow-origin O  let web pages of this origin call, such as https://app.example; may be repeated

For connect and disconnect
  --dry-run         show what would be written, and write nothing
  -y, --yes         do not ask
  Clients: claude-desktop, claude-code, cursor, vscode, windsurf, zed, codex, gemini, copilot, lm-studio;
  without a name, all that are installed

The library is indexed while any Plumbline process runs. Without one, a command brings the index up to date first.`
