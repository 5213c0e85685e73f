import { type House, pay, signIn, untilPaid } from './house.ts'
import type { Journal } from './progress.ts'
import type { Visitor } from './public-door.ts'
import { nicknameOf, phoneOf } from './synthetic.ts'

interface Purchase {
  readonly token: string
  readonly skuId: string
  readonly amountFen: number
  /** Names the purchase, for ever: a repeated run buys it once. */
  readonly key: string
}

interface Buyer {
  readonly visitor: Visitor
  readonly addressId: string
}

const MOST_KEPT = 20_000

/** The people of the records as shoppers: signed in once each, with one synthetic address. */
export class Buyers {
  readonly #buyers = new Map<number, Promise<Buyer>>()

  constructor(
    private readonly house: House,
    private readonly journal: Journal,
  ) {}

  async buy(person: number, { token, skuId, amountFen, key }: Purchase): Promise<void> {
    if (this.journal.has(`paid ${key}`)) return
    const { visitor, addressId } = await this.#buyer(person)
    const body = {
      token,
      lines: [{ skuId, quantity: 1 }],
      delivery: 'parcel',
      addressId,
      expectedTotal: { amount: amountFen, currency: 'CNY' },
    }
    const { payment } = await visitor.post('/v1/store/orders', body, `import-${key}`)
    await pay(this.house, visitor, payment.id)
    await untilPaid(visitor, payment.id)
    this.journal.keep(`paid ${key}`)
  }

  /** Her own link for a sale that she has bought in. */
  async passOn(person: number, token: string, saleId: string): Promise<string> {
    const name = `link ${person} ${saleId} ${token}`
    const known = this.journal.get(name)
    if (known) return known
    const { visitor } = await this.#buyer(person)
    const { url } = await visitor.post(
      `/v1/store/sales/${token}/pass-on`,
      {},
      `import-pass-${person}-${saleId}`.slice(0, 64),
    )
    const link = new URL(url).pathname.split('/').at(-1) ?? ''
    this.journal.keep(name, link)
    return link
  }

  #buyer(person: number): Promise<Buyer> {
    let buyer = this.#buyers.get(person)
    if (!buyer) {
      if (this.#buyers.size >= MOST_KEPT) this.#buyers.clear()
      buyer = this.#enter(person)
      this.#buyers.set(person, buyer)
    }
    return buyer
  }

  async #enter(person: number): Promise<Buyer> {
    const phone = phoneOf(person)
    const visitor = await signIn(this.house, 'store', phone, nicknameOf(person))
    const known = this.journal.get(`address ${person}`)
    if (known) return { visitor, addressId: known }
    const address = {
      recipient: nicknameOf(person),
      phone,
      region: '合成省 合成市',
      street: `合成路 ${person} 号`,
      isDefault: true,
    }
    const { id } = await visitor.post('/v1/store/me/addresses', address, `import-address-${person}`)
    this.journal.keep(`address ${person}`, id)
    return { visitor, addressId: id }
  }
}
