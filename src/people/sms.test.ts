import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PeopleStage, peopleStage } from '../../test/support/people.ts'
import { smsChannel } from './sms.ts'

const secret = 'a secret of the gateway'
const received: { headers: IncomingMessage['headers']; payload: string }[] = []
let gateway: Server
let stage: PeopleStage
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ headers: request.headers, payload: Buffer.concat(parts).toString() })
      answer(response)
    })
  })
  await new Promise<void>((ready) => gateway.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/sms`
  stage = await peopleStage({ config: { sms: { kind: 'webhook', url, secret } } })
})

beforeEach(() => {
  received.length = 0
  answer = (response) => void response.writeHead(204).end()
})

afterAll(async () => {
  await stage.close()
  gateway.closeAllConnections()
  await new Promise((closed) => gateway.close(closed))
})

const ask = (phone: string, headers = {}) =>
  stage.server.client().post('/v1/store/sign-in/code', { phone }, { headers })

describe('the gateway of text messages', () => {
  test('gets the code, signed over timestamp and payload; it opens', async () => {
    const phone = stage.newPhone()
    expect((await ask(phone)).status).toBe(202)
    const { headers, payload } = received[0] as (typeof received)[0]
    const timestamp = headers['leaven-timestamp'] as string
    expect(Number(timestamp) * 1000).toBe(Math.floor(stage.clock.now().getTime() / 1000) * 1000)
    const mac = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')
    expect(headers['leaven-signature']).toBe(`v1=${mac}`)
    const message = JSON.parse(payload)
    expect(message).toEqual({
      id: expect.stringMatching(/^sms_/),
      to: `+86${phone}`,
      template: 'sign_in_code',
      parameters: { code: expect.stringMatching(/^\d{6}$/), minutes: 5 },
      text: expect.stringContaining(message.parameters.code),
      locale: 'zh-CN',
    })
    const body = { phone, code: message.parameters.code }
    expect((await stage.server.client().post('/v1/store/sign-in', body)).status).toBe(200)
  })

  test('is asked in the language of who asks', async () => {
    await ask(stage.newPhone(), { 'accept-language': 'en-GB' })
    expect(JSON.parse(received[0]?.payload ?? '').text).toMatch(/^\[Leaven\]/)
  })

  test.each([
    ['an error', (response: ServerResponse) => void response.writeHead(500).end('13900000000')],
    ['a redirect', (response: ServerResponse) => void response.writeHead(302, { location: 'http://127.0.0.1/' }).end()],
    ['a broken connection', (response: ServerResponse) => void response.destroy()],
    ['no answer for three seconds', () => {}],
  ])('%s is an outage, which costs no waiting', async (_name, failing) => {
    const phone = stage.newPhone()
    answer = failing
    const failed = await ask(phone)
    expect(failed).toMatchObject({ status: 503, body: { code: 'unavailable', facts: { who: 'sms' } } })
    expect(failed.headers['retry-after']).toBeDefined()
    const code = JSON.parse(received[0]?.payload ?? '').parameters.code
    expect((await stage.server.client().post('/v1/store/sign-in', { phone, code })).status).toBe(422)
    answer = (response) => void response.writeHead(200).end('{}')
    expect((await ask(phone)).status).toBe(202)
    expect(stage.logged.join()).not.toContain(phone)
  })

  test('an outage does not lift the limit of the hour', async () => {
    const phone = stage.newPhone()
    answer = (response) => void response.writeHead(500).end()
    for (let i = 0; i < 5; i++) expect((await ask(phone)).status).toBe(503)
    expect((await ask(phone)).status).toBe(429)
  })

  test('writes nothing for the developer page', async () => {
    await ask(stage.newPhone())
    expect(await stage.read('select 1 from people.sandbox_message')).toEqual([])
  })
})

test('the sandbox channel does not exist in production', () => {
  const config = { ...stage.platform.config, mode: 'production' as const, sms: { kind: 'sandbox' as const } }
  expect(() => smsChannel({ ...stage.platform, config })).toThrow(/demo mode only/)
})
