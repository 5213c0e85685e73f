import { useState } from 'preact/hooks'
import { qrCode } from '../icons.ts'
import { f, t } from '../kit.ts'
import { Icon } from '../parts/basics.tsx'
import { CopyButton, ShareButton } from '../parts/hand-out.tsx'
import { QrSheet } from '../parts/qr-sheet.tsx'
import { curator } from '../session/session.ts'
import type { Sale, SaleCommunity } from '../shapes.ts'
import { arrivalWords } from './sale-words.tsx'

/** What goes into each group: the words ready to paste, and the picture with the code. */
export function Links({ sale, showsWords }: { sale: Sale; showsWords: boolean }) {
  return (
    <ul class="col tight">
      {sale.communities.map((community, index) => (
        <li class="card col tight" key={community.id}>
          <LinkCard sale={sale} community={community} isFirst={index === 0} showsWords={showsWords} />
        </li>
      ))}
    </ul>
  )
}

interface LinkCardProps {
  readonly sale: Sale
  readonly community: SaleCommunity
  readonly isFirst: boolean
  /** Just opened: the words themselves, not only the button that copies them. */
  readonly showsWords: boolean
}

function LinkCard({ sale, community, isFirst, showsWords }: LinkCardProps) {
  const [showsQr, setShowsQr] = useState(false)
  const { link, name } = community
  return (
    <>
      <h2 class="s14 b">{t('link_for', { name })}</h2>
      {showsWords ? (
        <PostText text={link.text} />
      ) : (
        <details>
          <summary class="muted s14">{t('link_words')}</summary>
          <PostText text={link.text} />
        </details>
      )}
      <div class="row tight wrap">
        <CopyButton text={link.text} label={t('link_copy')} look={isFirst ? 'btn go grow' : 'btn small grow'} />
        <button class="btn small grow" type="button" onClick={() => setShowsQr(true)}>
          <Icon of={qrCode} small />
          {t('link_qr')}
        </button>
        <ShareButton text={link.text} label={t('link_share')} />
      </div>
      {showsQr && (
        <QrSheet
          title={t('link_qr_for', { name })}
          qr={link.qrUrl}
          card={cardOf(sale)}
          fileName={`${sale.title}-${name}`}
          onClose={() => setShowsQr(false)}
        />
      )}
    </>
  )
}

const PostText = ({ text }: { text: string }) => <p class="quiet s14 as-written post-text">{text}</p>

/** The words on the picture: true prices, the real cut-off, and who answers for it. */
function cardOf(sale: Sale) {
  const goods = sale.skus.map((sku) => ({
    words: `${sku.name} ${sku.skuName}`,
    price: `${f.priceText(sku.communityPrice)} / ${sku.unit}`,
  }))
  return {
    title: sale.title,
    goods,
    lines: [t('cuts_off', { time: f.time(sale.cutsOffAt) }), arrivalWords(sale)],
    foot: t('card_foot', { name: curator.value?.displayName ?? '' }),
  }
}
