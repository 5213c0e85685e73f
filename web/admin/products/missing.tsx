import { Button } from 'antd'
import { t } from '../kit.ts'
import { useMay } from '../session/session.ts'
import type { FactName, Product } from '../shapes.ts'
import { factNames } from './facts.ts'
import type { Ask, Asked } from './product-dialogs.tsx'

/** What still stands between this product and its page, each a press away. */
export function Missing({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  const mayPublish = useMay('publish_products')
  if (of.state === 'published') return null
  if (of.missing.length === 0) {
    return <p className="note leaf">{mayPublish ? t('ready_to_publish') : t('ready_for_scout')}</p>
  }
  return (
    <div className="note wheat missing">
      <p className="b">{t('missing_n', { n: of.missing.length })}</p>
      <ul className="row wrap">
        {of.missing.map((name) => (
          <li key={name}>
            {mayWrite ? (
              <Button size="small" onClick={() => ask(remedyOf(name, of))}>
                {nameOf(name)}
              </Button>
            ) : (
              nameOf(name)
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A SKU that has no price wants one; without any SKU, that comes first. */
function remedyOf(name: string, of: Product): Asked {
  if (name === 'picture') return { what: 'picture' }
  if (name !== 'sku_with_offer') return { what: 'fact', fact: name as FactName }
  const sku = of.skus.find((one) => one.state === 'active' && one.offer === null)
  return sku ? { what: 'offer', sku } : { what: 'sku' }
}

const nameOf = (name: string): string =>
  (factNames as readonly string[]).includes(name) ? t(`fact_${name}`) : t(`missing_${name}`)
