import { ProviderRefused, ProviderUnknown } from '../port.ts'
import {
  MOST_RECEIVERS,
  type ProfitSharing,
  type SharedWith,
  type SharingOrder,
  type SharingReceiver,
  type SharingReturn,
} from '../port-sharing.ts'
import { record, text } from './answers.ts'
import type { SendCall } from './client.ts'
import type { OpenedConfig } from './config.ts'
import { encryptToPlatform } from './transfer.ts'

/** 分账 of a merchant of its own. Source: https://pay.weixin.qq.com/doc/v3/merchant/4012526374 and its neighbours. */
const ORDERS = '/v3/profitsharing/orders'
const RETURNS = '/v3/profitsharing/return-orders'
const NO_SUCH = new Set(['RESOURCE_NOT_EXISTS', 'NOT_FOUND'])
const RESULTS: Readonly<Record<string, SharedWith['state']>> = {
  ...{ PENDING: 'pending', SUCCESS: 'succeeded', CLOSED: 'closed' },
}
const RETURN_STATES: Readonly<Record<string, SharingReturn['state']>> = {
  ...{ PROCESSING: 'processing', SUCCESS: 'succeeded', FAILED: 'failed' },
}

export function profitSharing(config: OpenedConfig, send: SendCall): ProfitSharing {
  return {
    share: async ({ sharingNo, providerTxn, receivers, releaseRest }) => {
      if (receivers.length === 0 || receivers.length > MOST_RECEIVERS)
        throw new Error(`a split has 1 to ${MOST_RECEIVERS} receivers, this one ${receivers.length}`)
      const sealed = receivers.map((one) => receiverOf(config, one))
      const serial = sealed.find((one) => one.serial)?.serial
      const body = {
        ...{ appid: config.appid, transaction_id: providerTxn, out_order_no: sharingNo },
        ...{ receivers: sealed.map((one) => one.fields), unfreeze_unsplit: releaseRest },
      }
      return orderIn(
        await send({ method: 'POST', path: ORDERS, body, ...(serial && { encryptedTo: serial }) }),
        sharingNo,
      )
    },
    queryShare: async (sharingNo, providerTxn) => {
      const path = `${ORDERS}/${encodeURIComponent(sharingNo)}?transaction_id=${encodeURIComponent(providerTxn)}`
      const answer = await orNothing(send({ method: 'GET', path }))
      return answer === null ? null : orderIn(answer, sharingNo)
    },
    unfreeze: async ({ sharingNo, providerTxn, description }) => {
      const body = { transaction_id: providerTxn, out_order_no: sharingNo, description }
      return orderIn(await send({ method: 'POST', path: `${ORDERS}/unfreeze`, body }), sharingNo)
    },
    takeBack: async ({ returnNo, sharingNo, account, amountFen, description }) => {
      const body = {
        ...{ out_order_no: sharingNo, out_return_no: returnNo, return_mchid: account, amount: amountFen, description },
      }
      return returnIn(await send({ method: 'POST', path: RETURNS, body }), returnNo)
    },
    queryTakeBack: async (returnNo, sharingNo) => {
      const path = `${RETURNS}/${encodeURIComponent(returnNo)}?out_order_no=${encodeURIComponent(sharingNo)}`
      const answer = await orNothing(send({ method: 'GET', path }))
      return answer === null ? null : returnIn(answer, returnNo)
    },
    unsplitFen: async (providerTxn) => {
      const path = `/v3/profitsharing/transactions/${encodeURIComponent(providerTxn)}/amounts`
      const fields = record(await send({ method: 'GET', path }))
      if (text(fields.transaction_id) !== providerTxn)
        throw new ProviderUnknown('foreign', 'amounts of another payment')
      return fen(fields.unsplit_amount)
    },
  }
}

function receiverOf(config: OpenedConfig, one: SharingReceiver) {
  const name = one.name === undefined ? undefined : encryptToPlatform(config, one.name)
  const fields = {
    type: one.kind === 'merchant' ? 'MERCHANT_ID' : 'PERSONAL_OPENID',
    account: one.account,
    ...(name && { name: name.ciphertext }),
    amount: one.amountFen,
    description: one.description,
  }
  return { fields, serial: name?.serial }
}

function orderIn(answer: unknown, sharingNo: string): SharingOrder {
  const fields = record(answer)
  const state = ({ PROCESSING: 'processing', FINISHED: 'finished' } as const)[text(fields.state) as 'FINISHED']
  const providerTxn = text(fields.transaction_id)
  if (!state || !providerTxn) throw new ProviderUnknown('malformed', 'not a split')
  // A signature covers no request, so a signed answer about another split could be played back as this one's.
  if (text(fields.out_order_no) !== sharingNo)
    throw new ProviderUnknown('foreign', `answer about ${text(fields.out_order_no)}`)
  const receivers = Array.isArray(fields.receivers) ? fields.receivers.map(record) : []
  return { sharingNo, providerTxn, state, receivers: receivers.map(sharedWith) }
}

function sharedWith(one: Record<string, unknown>): SharedWith {
  const state = RESULTS[text(one.result) ?? '']
  const account = text(one.account)
  if (!state || !account) throw new ProviderUnknown('malformed', 'not a receiver')
  return { account, amountFen: fen(one.amount), state, failReason: text(one.fail_reason) }
}

function returnIn(answer: unknown, returnNo: string): SharingReturn {
  const fields = record(answer)
  const state = RETURN_STATES[text(fields.result) ?? '']
  if (!state) throw new ProviderUnknown('malformed', 'not a return')
  if (text(fields.out_return_no) !== returnNo)
    throw new ProviderUnknown('foreign', `answer about ${text(fields.out_return_no)}`)
  return { returnNo, state, amountFen: fen(fields.amount), failReason: text(fields.fail_reason) }
}

function fen(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ProviderUnknown('malformed', 'no amount')
  return value as number
}

const orNothing = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: unknown) => {
    if (error instanceof ProviderRefused && NO_SUCH.has(error.code)) return null
    throw error
  })
