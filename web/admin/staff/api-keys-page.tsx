import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { Checks } from '../parts/checks.tsx'
import { FormDialog, needed } from '../parts/dialog.tsx'
import { Empty, Page } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip, CopyId, Stamp } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import type { ApiKey, ApiKeyMade } from '../shapes.ts'
import { useWrite } from '../write.ts'

const scopes = ['admin:read', 'admin:write'] as const
const keyChanges = ['/v1/admin/api-keys', '/v1/admin/activity']

const columnsFor = (revoke: (row: ApiKey) => void): Column<ApiKey>[] => [
  { key: 'name', title: t('name'), isWide: true, about: 12, cell: (row) => <b>{row.name}</b> },
  { key: 'scopes', title: t('scopes'), about: 14, cell: (row) => row.scopes.map(scopeWords).join('、') },
  { key: 'by', title: t('made_by'), about: 6, cell: (row) => row.madeBy.name },
  { key: 'at', title: t('made_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  {
    key: 'state',
    title: t('state'),
    about: 4,
    cell: (row) =>
      row.revokedAt === null ? <Chip tone="leaf">{t('key_active')}</Chip> : <Chip>{t('key_revoked')}</Chip>,
  },
  {
    key: 'acts',
    title: <span className="unseen">{t('acts')}</span>,
    about: 4,
    cell: (row) =>
      row.revokedAt === null && (
        <Button size="small" onClick={() => revoke(row)}>
          {t('revoke')}
        </Button>
      ),
  },
]

/** Keys for machines: what each may do, who made it, and the end of it. */
export function ApiKeysPage() {
  const { data, problem, again } = useRead<{ items: readonly ApiKey[] }>('/v1/admin/api-keys')
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<ApiKeyMade>()
  const [ending, setEnding] = useState<ApiKey>()
  const columns = columnsFor(setEnding)
  return (
    <Page
      title={t('room_api_keys')}
      under={t('api_keys_words')}
      actions={
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('key_new')}
        </Button>
      }
    >
      {!data && problem && <Unread problem={problem} again={again} />}
      {!data && !problem && <TableSkeleton caption={t('room_api_keys')} columns={columns} rows={3} />}
      {data?.items.length === 0 && (
        <div className="card">
          <Empty title={t('keys_none')} words={t('keys_none_words')} />
        </div>
      )}
      {data && data.items.length > 0 && (
        <Table
          caption={t('room_api_keys')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.id}
          tone={(row) => (row.revokedAt === null ? undefined : 'faded')}
        />
      )}
      <NewKeyDialog
        isOpen={isMaking}
        close={() => setMaking(false)}
        onMade={(one) => {
          setMaking(false)
          setMade(one)
        }}
      />
      {made && <SecretDialog of={made} close={() => setMade(undefined)} />}
      {ending && <RevokeDialog of={ending} close={() => setEnding(undefined)} />}
    </Page>
  )
}

interface NewKeyFields {
  readonly name: string
  readonly scopes: readonly string[]
}

function NewKeyDialog(props: { isOpen: boolean; close: () => void; onMade: (made: ApiKeyMade) => void }) {
  const make = useWrite(
    (fields: NewKeyFields, intention) => api.post<ApiKeyMade>('/v1/admin/api-keys', fields, intention),
    { refreshes: keyChanges, onDone: props.onMade },
  )
  return (
    <FormDialog<NewKeyFields>
      isOpen={props.isOpen}
      title={t('key_new')}
      words={t('key_new_words')}
      okText={t('key_make')}
      initial={{ scopes: ['admin:read'] }}
      write={make}
      submit={(fields) => make.run({ ...fields, name: fields.name.trim() })}
      close={props.close}
    >
      <Form.Item name="name" label={t('name')} extra={t('key_name_hint')} rules={[needed()]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="scopes" label={t('scopes')} rules={[{ required: true, message: t('scopes_needed') }]}>
        <Checks legend={t('scopes')} choices={scopes.map((value) => ({ value, words: scopeWords(value) }))} />
      </Form.Item>
    </FormDialog>
  )
}

/** Shown once: the page cannot get it back. */
function SecretDialog({ of, close }: { of: ApiKeyMade; close: () => void }) {
  return (
    <Modal
      open
      title={t('secret_title', { name: of.key.name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={520}
      footer={
        <Button type="primary" onClick={close}>
          {t('secret_kept')}
        </Button>
      }
    >
      <p className="muted dialog-words">{of.secret ? t('secret_words') : t('secret_gone_words')}</p>
      {of.secret && (
        <p className="secret">
          <CopyId id={of.secret} />
        </p>
      )}
    </Modal>
  )
}

function RevokeDialog({ of, close }: { of: ApiKey; close: () => void }) {
  const revoke = useWrite(
    (id: string, intention) => api.post<ApiKey>(`/v1/admin/api-keys/${id}/revoke`, {}, intention),
    {
      refreshes: keyChanges,
      said: t('revoked_done', { name: of.name }),
      onDone: close,
    },
  )
  return (
    <FormDialog
      isOpen
      title={t('revoke_title', { name: of.name })}
      words={t('revoke_words')}
      okText={t('revoke')}
      isDangerous
      write={revoke}
      submit={() => revoke.run(of.id)}
      close={close}
    />
  )
}

const scopeWords = (scope: string): string => {
  const key = `scope_${scope.replace(':', '_')}`
  return t.has(key) ? t(key) : scope
}
