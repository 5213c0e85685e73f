import type { FactName, Product, ProductLot, ProductPicture, ProductSku } from '../shapes.ts'
import { EditDialog } from './edit-dialog.tsx'
import { FactDialog, FactHistory } from './fact-dialog.tsx'
import { LotDialog, WriteOffDialog } from './lot-dialogs.tsx'
import { OfferDialog } from './offer-dialog.tsx'
import { PictureDialog, RemovePictureDialog } from './picture-dialogs.tsx'
import { PublishDialog, WithdrawDialog } from './publish-dialogs.tsx'
import { SkuDialog } from './sku-dialog.tsx'

/** What is asked over a product's page, one thing at a time. */
export type Asked =
  | { readonly what: 'edit' | 'publish' | 'withdraw' | 'picture' | 'sku' }
  | { readonly what: 'fact' | 'history'; readonly fact: FactName }
  | { readonly what: 'remove_picture'; readonly picture: ProductPicture }
  | { readonly what: 'offer' | 'lot'; readonly sku: ProductSku }
  | { readonly what: 'write_off'; readonly lot: ProductLot }

export type Ask = (asked: Asked | undefined) => void

export function ProductDialogs({ of, asked, close }: { of: Product; asked: Asked; close: () => void }) {
  switch (asked.what) {
    case 'edit':
      return <EditDialog of={of} close={close} />
    case 'publish':
      return <PublishDialog of={of} close={close} />
    case 'withdraw':
      return <WithdrawDialog of={of} close={close} />
    case 'picture':
      return <PictureDialog of={of} close={close} />
    case 'remove_picture':
      return <RemovePictureDialog of={of} picture={asked.picture} close={close} />
    case 'fact':
      return <FactDialog of={of} fact={asked.fact} close={close} />
    case 'history':
      return <FactHistory of={of} fact={asked.fact} close={close} />
    case 'sku':
      return <SkuDialog of={of} close={close} />
    case 'offer':
      return <OfferDialog of={of} sku={asked.sku} close={close} />
    case 'lot':
      return <LotDialog of={of} sku={asked.sku} close={close} />
    case 'write_off':
      return <WriteOffDialog of={of} lot={asked.lot} close={close} />
  }
}
