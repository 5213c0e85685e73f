import { readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from '../test/support/browser/chromium.ts'
import { median } from './measure.ts'
import type { RunningServer, Stage } from './stage.ts'

const LOADS = 5
const KBIT = 1024 / 8
/** Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back; a processor of a quarter of this one. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1638.4 * KBIT, uploadThroughput: 750 * KBIT }
/** The same as Lighthouse sets it in Chromium: 3.75 round trips before an answer begins, for names, handshake and TLS. */
const SLOW_4G_ANEW = {
  offline: false,
  latency: 562.5,
  downloadThroughput: 1474.56 * KBIT,
  uploadThroughput: 675 * KBIT,
}
const SLOW_PROCESSOR = 4
/** Long enough for a picture that comes late, and for what the page fetches ahead. */
const SETTLES_MS = 1_500

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  extraHTTPHeaders: { 'accept-encoding': 'gzip' },
}

interface Visit {
  readonly path: string
  /** What is there once the button that buys does all that it does. */
  readonly works: string
  readonly cookie?: string
}

/** Pages in a throttled Chromium, each load with nothing kept: first and largest paint, and script until one can buy. */
export async function measureInBrowser(stage: Stage, server: RunningServer) {
  const { executablePath, env } = await findChromium()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...env } as Record<string, string>,
  })
  try {
    const { sale, product, cart, home } = visitsOf(stage)
    return {
      browser: browser.version(),
      salePage: await measureVisit(browser, server, sale),
      productPage: await measureVisit(browser, server, product),
      cart: await measureVisit(browser, server, cart),
      communityHome: await measureVisit(browser, server, home),
    }
  } finally {
    await browser.close()
  }
}

function visitsOf(stage: Stage): Record<'sale' | 'product' | 'cart' | 'home', Visit> {
  const island = 'html.scripted [data-buy]'
  const [buyer = ''] = readFileSync(stage.buyersFile, 'utf8').split('\n', 1)
  const [cookie = '', token, , skus = ''] = buyer.split('\t')
  const [sku] = skus.split(':')
  return {
    sale: { path: stage.salePath, works: island },
    product: { path: stage.productPath, works: island },
    cart: {
      path: `/checkout?s=${token}&${sku}=1`,
      works: '.pay-bar button:enabled',
      cookie,
    },
    home: { path: '/', works: 'a[href^="/s/"]', cookie },
  }
}

async function measureVisit(browser: Browser, server: RunningServer, visit: Visit) {
  const near = []
  const far = []
  for (let n = 0; n < LOADS; n++) {
    near.push(await load(browser, server, visit, SLOW_4G))
    far.push(await load(browser, server, visit, SLOW_4G_ANEW))
  }
  const of = (loads: readonly Loaded[], measure: keyof Loaded) => Math.round(median(loads.map((one) => one[measure])))
  return {
    firstPaintMs: of(near, 'firstPaintMs'),
    largestPaintMs: of(near, 'largestPaintMs'),
    firstPaintAnewMs: of(far, 'firstPaintMs'),
    largestPaintAnewMs: of(far, 'largestPaintMs'),
    worksMs: of(near, 'worksMs'),
    documentBytes: of(near, 'documentBytes'),
    scriptBytes: of(near, 'scriptBytes'),
    scriptBytesFetchedAhead: of(near, 'scriptBytesFetchedAhead'),
  }
}

type Loaded = Awaited<ReturnType<typeof load>>

/** One load by a phone that was never here. Bytes are those of the wire (gzip), heads of the answers included. */
async function load(browser: Browser, server: RunningServer, visit: Visit, network: typeof SLOW_4G) {
  const context = await browser.newContext(phone)
  try {
    if (visit.cookie) await context.addCookies([cookieOf(visit.cookie, server.url)])
    const { page, bytes } = await slowPage(context, network)
    await page.goto(server.url + visit.path, { waitUntil: 'commit' })
    await page.locator(visit.works).first().waitFor({ state: 'attached' })
    const scriptBytes = bytes('javascript')
    const worksMs = await page.evaluate(() => performance.now())
    await page.waitForLoadState('load')
    await page.waitForTimeout(SETTLES_MS)
    return {
      ...(await page.evaluate(readPaints)),
      worksMs,
      scriptBytes,
      documentBytes: bytes('html'),
      scriptBytesFetchedAhead: bytes('javascript') - scriptBytes,
    }
  } finally {
    await context.close()
  }
}

async function slowPage(context: BrowserContext, network: typeof SLOW_4G) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const kinds = new Map<string, string>()
  const sizes = new Map<string, number>()
  devtools.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, response.mimeType))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength))
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', network)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_PROCESSOR })
  const bytes = (kind: string) =>
    [...sizes].reduce((sum, [id, size]) => sum + (kinds.get(id)?.includes(kind) ? size : 0), 0)
  return { page, bytes }
}

function cookieOf(text: string, url: string) {
  const [name = '', value = ''] = text.split('=')
  return { name, value, url }
}

/** Runs in the page. */
function readPaints(): Promise<{ firstPaintMs: number; largestPaintMs: number }> {
  return new Promise((resolve) => {
    const first = performance.getEntriesByName('first-contentful-paint')[0]
    new PerformanceObserver((list) => {
      const largest = list.getEntries().at(-1)
      resolve({ firstPaintMs: first?.startTime ?? 0, largestPaintMs: largest?.startTime ?? 0 })
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
}
