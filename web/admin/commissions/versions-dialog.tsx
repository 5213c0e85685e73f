import { Button, Modal } from 'antd'
import { t } from '../kit.ts'
import { Stamp } from '../parts/says.tsx'
import type { Rule } from '../shapes.ts'
import { whoWords } from '../staff/who.ts'
import { changedFields, type KeptRule } from './rule-history.ts'
import { appliesTo, earns, fieldWords } from './rule-words.tsx'

interface VersionsProps {
  readonly of: KeptRule
  readonly close: () => void
}

/** Every version of a rule: who changed what, and when. Orders keep the version that they were sold at. */
export function VersionsDialog({ of, close }: VersionsProps) {
  const versions = [of.current, ...of.before]
  return (
    <Modal
      open
      title={t('versions_of', { name: of.current.name })}
      onCancel={close}
      width={560}
      footer={<Button onClick={close}>{t('close')}</Button>}
    >
      <p className="muted dialog-words">{t('versions_words')}</p>
      <ol className="versions">
        {versions.map((version, index) => (
          <li key={version.version}>
            <div className="row between">
              <b>{t('version_n', { version: version.version })}</b>
              <span className="muted s12">
                {whoWords(version.setBy, version.setByName)} <Stamp at={version.createdAt} />
              </span>
            </div>
            <What version={version} before={versions[index + 1]} />
          </li>
        ))}
      </ol>
    </Modal>
  )
}

function What({ version, before }: { version: Rule; before: Rule | undefined }) {
  if (!before) {
    return (
      <p className="s14">
        {appliesTo(version)}
        {t('comma')}
        {earns(version)}
      </p>
    )
  }
  const fields = changedFields(before, version)
  if (fields.length === 0) return <p className="muted s14">{t('version_same')}</p>
  return (
    <ul className="s14">
      {fields.map((field) => (
        <li key={field}>
          {t('version_changed', {
            field: t(`rule_field_${field}`),
            before: fieldWords(before, field),
            after: fieldWords(version, field),
          })}
        </li>
      ))}
    </ul>
  )
}
