import { parseArgs } from 'node:util'
import { commands } from './commands.ts'
import { ConfigError } from './platform/config.ts'

/** What a command answers: one JSON object for machines, text for people, and how the process ends. */
export interface Answer {
  readonly json?: object
  readonly text?: string
  readonly exitCode?: number
}

const argv = process.argv.slice(2)
const [name = 'help', ...rest] = argv
const wantsJson = rest.includes('--json')

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const message =
      error instanceof ConfigError
        ? error.message
        : error instanceof Error
          ? process.env.LOG_LEVEL === 'debug'
            ? (error.stack ?? error.message)
            : error.message
          : String(error)
    process.stderr.write(`leaven ${name}: ${message}\n`)
    if (wantsJson) process.stdout.write(`${JSON.stringify({ ok: false, error: message })}\n`)
    process.exitCode = 1
  },
)

async function main(): Promise<number> {
  const command = commands[name]
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(overview())
    return 0
  }
  if (!command) {
    process.stderr.write(`leaven has no command "${name}".\n\n${overview()}`)
    return 2
  }
  // Commands with commands of their own read their words themselves.
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`leaven ${name}${command.usage ? ` ${command.usage}` : ''}\n\n${command.help}\n`)
    return 0
  }
  const { values, positionals } = command.ownArguments
    ? { values: {}, positionals: rest.filter((word) => word !== '--json') }
    : readArguments(name, command.options ?? {}, rest)
  const answer = await command.run({
    positionals,
    options: values as Record<string, string | boolean | undefined>,
    json: wantsJson,
  })
  if (wantsJson && answer.json) process.stdout.write(`${JSON.stringify(answer.json)}\n`)
  else if (answer.text) process.stdout.write(answer.text.endsWith('\n') ? answer.text : `${answer.text}\n`)
  return answer.exitCode ?? 0
}

function readArguments(command: string, options: Record<string, { type: 'string' | 'boolean' }>, words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: { ...options, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    throw new Error(`${(error as Error).message} (see leaven ${command} --help)`)
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((one) => one.length))
  const rows = Object.entries(commands).map(
    ([one, command]) => `  ${one.padEnd(width)}  ${command.help.split('\n')[0]}`,
  )
  return `Leaven 酵母: community commerce\n\nUsage: leaven COMMAND [options]   (leaven COMMAND --help says more)\n\n${rows.join('\n')}\n\nEvery command takes --json: exactly one JSON object on the last line of stdout, progress on stderr.\n`
}
