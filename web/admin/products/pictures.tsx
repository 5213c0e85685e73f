import { Button } from 'antd'
import { inMyLanguage, t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { useMay } from '../session/session.ts'
import type { Product } from '../shapes.ts'
import type { Ask } from './product-dialogs.tsx'

const MOST_PICTURES = 12

export function Pictures({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  return (
    <Section
      title={t('pictures')}
      beside={
        mayWrite &&
        of.pictures.length < MOST_PICTURES && (
          <Button size="small" onClick={() => ask({ what: 'picture' })}>
            {t('picture_add')}
          </Button>
        )
      }
    >
      <div className="card">
        {of.pictures.length === 0 ? (
          <p className="muted s14">{t('pictures_none')}</p>
        ) : (
          <ul className="pictures">
            {of.pictures.map((picture) => (
              <li key={picture.id}>
                <img src={picture.smallUrl} alt={inMyLanguage(picture.altZh, picture.altEn)} loading="lazy" />
                <span className="s12 muted clamp">{inMyLanguage(picture.altZh, picture.altEn)}</span>
                {mayWrite && (
                  <button type="button" className="link s12" onClick={() => ask({ what: 'remove_picture', picture })}>
                    {t('remove')}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  )
}
