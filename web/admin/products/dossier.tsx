import { Button } from 'antd'
import { plus } from '../../shared/icons.ts'
import { Icon } from '../icons.tsx'
import { inMyLanguage, t } from '../kit.ts'
import { Section } from '../parts/page.tsx'
import { Chip, Stamp } from '../parts/says.tsx'
import { useMay } from '../session/session.ts'
import type { Fact, Product } from '../shapes.ts'
import { factNames, isForCurators } from './facts.ts'
import type { Ask } from './product-dialogs.tsx'

/** What is known, who wrote it down and when; what nobody wrote down yet stands under it. */
export function Dossier({ of, ask }: { of: Product; ask: Ask }) {
  const mayWrite = useMay('write_products')
  const unwritten = factNames.filter((name) => !of.facts.some((fact) => fact.fact === name))
  return (
    <Section title={t('dossier')} beside={<Counts of={of} />}>
      <div className="card">
        {of.facts.length === 0 && <p className="muted s14">{t('facts_none')}</p>}
        <dl className="facts">
          {of.facts.map((fact) => (
            <FactRow key={fact.fact} fact={fact} ask={ask} mayWrite={mayWrite} />
          ))}
        </dl>
        {mayWrite && unwritten.length > 0 && (
          <div className="unwritten">
            <span className="muted s12">{t('facts_unwritten')}</span>
            {unwritten.map((fact) => (
              <button key={fact} type="button" className="choice add" onClick={() => ask({ what: 'fact', fact })}>
                <Icon of={plus} />
                {t(`fact_${fact}`)}
              </button>
            ))}
          </div>
        )}
      </div>
    </Section>
  )
}

function Counts({ of }: { of: Product }) {
  const withoutEnglish = of.facts.filter((fact) => fact.wordsEn === '').length
  return (
    <span className="muted s12">
      {t('facts_n', { n: of.facts.length })}
      {withoutEnglish > 0 && ` · ${t('facts_without_english', { n: withoutEnglish })}`}
    </span>
  )
}

function FactRow({ fact, ask, mayWrite }: { fact: Fact; ask: Ask; mayWrite: boolean }) {
  return (
    <div className="fact">
      <dt className="muted">
        {t(`fact_${fact.fact}`)}
        {isForCurators(fact.fact) && <Chip tone="sky">{t('for_curators')}</Chip>}
      </dt>
      <dd>{inMyLanguage(fact.wordsZh, fact.wordsEn)}</dd>
      <dd className="muted s12 fact-by">
        <span>{fact.recordedBy}</span>
        <Stamp at={fact.recordedAt} />
        {fact.history.length > 0 && (
          <button type="button" className="link" onClick={() => ask({ what: 'history', fact: fact.fact })}>
            {t('history_n', { n: fact.history.length })}
          </button>
        )}
      </dd>
      {mayWrite && (
        <dd>
          <Button size="small" onClick={() => ask({ what: 'fact', fact: fact.fact })}>
            {t('rewrite')}
          </Button>
        </dd>
      )}
    </div>
  )
}
