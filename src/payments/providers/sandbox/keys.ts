import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { WechatPayConfig } from '../wechatpay/config.ts'

/** The one merchant that this simulator serves. */
export interface Merchant {
  mchid: string
  appid: string
  serialNo: string
  apiV3Key: string
}

export interface PlatformKey {
  serial: string
  privateKey: KeyObject
  publicPem: string
}

/** What the platform's side holds: its own private keys, and of the merchant only what WeChat Pay would hold. */
export interface SandboxKeys {
  merchant: Merchant & { publicKey: KeyObject }
  /** `PUB_KEY_ID_…`: signs notifications, and answers to whoever asks for it. */
  publicKeyId: PlatformKey
  /** The older kind; signs answers to merchants that name no key. */
  certificate: PlatformKey
}

interface PlatformFile {
  merchant: Merchant & { publicPem: string }
  publicKeyId: { serial: string; privatePem: string; publicPem: string }
  certificate: { serial: string; privatePem: string; publicPem: string }
}

/** What a merchant needs to be a customer of the sandbox that keeps its keys in this folder. */
export function sandboxConfig(keysDir: string, baseUrl: string): WechatPayConfig {
  ensureKeys(keysDir)
  const merchant = JSON.parse(readFileSync(path.join(keysDir, MERCHANT_FILE), 'utf8')) as Omit<
    WechatPayConfig,
    'baseUrl'
  >
  return { baseUrl, ...merchant }
}

/** The platform's side of the same folder. */
export function openSandboxKeys(keysDir: string): SandboxKeys {
  ensureKeys(keysDir)
  const file = JSON.parse(readFileSync(path.join(keysDir, PLATFORM_FILE), 'utf8')) as PlatformFile
  const open = ({ serial, privatePem, publicPem }: PlatformFile['certificate']) => {
    return { serial, privateKey: createPrivateKey(privatePem), publicPem }
  }
  const { publicPem, ...merchant } = file.merchant
  return {
    merchant: { ...merchant, publicKey: createPublicKey(publicPem) },
    publicKeyId: open(file.publicKeyId),
    certificate: open(file.certificate),
  }
}

const MERCHANT_FILE = 'merchant.json'
const PLATFORM_FILE = 'platform.json'

/** Shop and sandbox may both be first: each writes a folder beside, and only one rename can win. */
function ensureKeys(keysDir: string): void {
  if (existsSync(path.join(keysDir, MERCHANT_FILE))) return
  const draft = `${keysDir}.${process.pid}-${randomBytes(4).toString('hex')}`
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  const { merchantFile, platformFile } = newKeys()
  writeFileSync(path.join(draft, MERCHANT_FILE), JSON.stringify(merchantFile, null, 2), { mode: 0o600 })
  writeFileSync(path.join(draft, PLATFORM_FILE), JSON.stringify(platformFile, null, 2), { mode: 0o600 })
  try {
    renameSync(draft, keysDir)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(path.join(keysDir, MERCHANT_FILE))) throw error
  }
}

function newKeys(): { merchantFile: Omit<WechatPayConfig, 'baseUrl'>; platformFile: PlatformFile } {
  const merchant: Merchant = {
    mchid: `19${digits(8)}`,
    appid: `wx${randomBytes(8).toString('hex')}`,
    serialNo: newSerial(),
    apiV3Key: randomBytes(16).toString('hex'),
  }
  const own = newPair()
  const publicKeyId = { serial: `PUB_KEY_ID_01${merchant.mchid}${digits(18)}`, ...newPair() }
  const certificate = { serial: newSerial(), ...newPair() }
  const platformKeys = Object.fromEntries([publicKeyId, certificate].map((key) => [key.serial, key.publicPem]))
  return {
    merchantFile: { ...merchant, privateKeyPem: own.privatePem, platformKeys },
    platformFile: { merchant: { ...merchant, publicPem: own.publicPem }, publicKeyId, certificate },
  }
}

function newPair(): { privatePem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { privatePem: privateKey, publicPem: publicKey }
}

function newSerial(): string {
  return randomBytes(20).toString('hex').toUpperCase()
}

/** Random decimal digits, for numbers that look like WeChat Pay's. */
export function digits(length: number): string {
  return Array.from(randomBytes(length), (byte) => byte % 10).join('')
}
