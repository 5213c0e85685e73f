// Stands in for dist/cli.js: the same five commands, small enough to be killed hundreds of times.
import { appendFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import pg from 'pg'

const [command] = process.argv.slice(2)
const { env } = process
const note = (file, line) => appendFileSync(path.join(env.LEAVEN_DATA_DIR, file), `${line}\n`)

note('calls', command)
writeFileSync(path.join(env.LEAVEN_DATA_DIR, `${command}.pid`), String(process.pid))
process.once('SIGTERM', () => {
  note('stopped', command)
  process.exit(0)
})
await { migrate, demo, serve, work, sandbox }[command]()

async function migrate() {
  await query('create table if not exists acknowledged (n int primary key)')
}

async function demo() {
  if (env.STUB_HANGS_IN_DEMO) await new Promise((resolve) => setTimeout(resolve, 60_000))
  console.log('some progress')
  console.log(JSON.stringify({ logins: [{ who: 'Console', where: '/admin', login: 'ada', secret: 'open sesame' }] }))
}

async function serve() {
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 4, connectionTimeoutMillis: 1_000 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const server = createServer(async (request, response) => {
    try {
      if (request.url !== '/healthz') {
        await pool.query('insert into acknowledged values ($1) on conflict do nothing', [Number(request.url.slice(1))])
      }
      response.end('ok')
    } catch {
      response.writeHead(503).end()
    }
  })
  server.listen(Number(env.PORT), env.HOST)
}

async function work() {
  setInterval(() => {}, 60_000)
}

async function sandbox() {
  createServer((_request, response) => response.end('ok')).listen(Number(env.LEAVEN_SANDBOX_PORT), '127.0.0.1')
}

async function query(text) {
  const client = new pg.Client(env.DATABASE_URL)
  await client.connect()
  await client.query(text)
  await client.end()
}
