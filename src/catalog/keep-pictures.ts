import { recordActivity } from '../people/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { openFiles } from '../platform/files.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'
import { type EncodedPicture, largeFile, PICTURES_PER_PRODUCT, smallFile } from './picture.ts'
import * as sellable from './sellable-sql.ts'
import * as sql from './sql.ts'

export interface PictureInput {
  readonly productId: bigint
  /** From `encodePicture`: made before the transaction, because encoding takes longer than anything in it. */
  readonly picture: EncodedPicture
  readonly altZh: string
  readonly altEn?: string
}

/** Hangs a picture on a product, after those that are there. Refuses `too_many_pictures`. */
export async function addPicture(platform: Platform, tx: Tx, actor: Actor, input: PictureInput): Promise<Id<'pic'>> {
  await sql.bumpVersion(tx)
  const [product] = await sql.findProduct(tx, input.productId)
  if (!product) throw new Refusal(platformRefusals.not_found)
  const hanging = await sellable.picturesOfProduct(tx, input.productId)
  if (hanging.length >= PICTURES_PER_PRODUCT) throw new Refusal(refusals.too_many_pictures)
  const id = platform.ids.next<'pic'>(0)
  await storeFiles(platform, input.picture)
  await sql.insertPicture(tx, { id, altEn: '', ...input })
  await recordActivity(tx, {
    actor,
    action: 'picture.added',
    subject: formatId('prd', input.productId),
    facts: { pictureId: formatId('pic', id) },
  })
  return id
}

/** Takes a picture down; its file stays, old pages may still show it. A published product keeps at least one. */
export async function removePicture(tx: Tx, actor: Actor, productId: bigint, pictureId: bigint): Promise<void> {
  await sql.bumpVersion(tx)
  const [product] = await sql.findProduct(tx, productId)
  const [removed] = await sql.removePicture(tx, productId, pictureId)
  if (!product || !removed) throw new Refusal(platformRefusals.not_found)
  const left = await sellable.picturesOfProduct(tx, productId)
  if (product.state === 'published' && left.length === 0)
    throw new Refusal(refusals.dossier_incomplete, { missing: ['picture'] })
  await recordActivity(tx, {
    actor,
    action: 'picture.removed',
    subject: formatId('prd', productId),
    facts: { pictureId: formatId('pic', pictureId) },
  })
}

/** On the disk before the row that names them, so that no row ever names a missing file. */
async function storeFiles(platform: Platform, picture: EncodedPicture): Promise<void> {
  const files = openFiles(platform.config)
  await files.write(largeFile(picture.file), picture.large)
  await files.write(smallFile(picture.file), picture.small)
}
