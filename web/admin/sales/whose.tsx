import { Link } from '@tanstack/react-router'
import { t } from '../kit.ts'
import { useMay } from '../session/session.ts'
import type { SaleRow } from '../shapes.ts'

/** A curator's name, leading to her page for those who may see it. */
export function CuratorLink({ of }: { of: SaleRow['curator'] }) {
  const mayRead = useMay('read_curators')
  const name = of.displayName || t('erased')
  if (!mayRead) return <>{name}</>
  return (
    <Link to="/curators/$id" params={{ id: of.personId }} className="link nowrap">
      {name}
    </Link>
  )
}

export function CommunityLinks({ of }: { of: SaleRow['communities'] }) {
  const mayRead = useMay('read_communities')
  return (
    <>
      {of.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && t('list_comma')}
          {mayRead ? (
            <Link to="/communities/$id" params={{ id }} className="link">
              {name}
            </Link>
          ) : (
            name
          )}
        </span>
      ))}
    </>
  )
}
