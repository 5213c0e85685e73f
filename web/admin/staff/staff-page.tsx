import { Button } from 'antd'
import { useState } from 'react'
import { api, t } from '../kit.ts'
import { FormDialog } from '../parts/dialog.tsx'
import { Page } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Chip, Stamp } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import { useMe } from '../session/session.ts'
import type { StaffMade, StaffRow } from '../shapes.ts'
import { useWrite } from '../write.ts'
import { NewStaffDialog } from './new-staff-dialog.tsx'
import { TotpDialog } from './totp-dialog.tsx'

const columnsFor = (myId: string, disable: (row: StaffRow) => void): Column<StaffRow>[] => [
  { key: 'name', title: t('full_name'), about: 6, cell: (row) => <b>{row.name}</b> },
  { key: 'login', title: t('login'), about: 8, cell: (row) => <span className="id">{row.login}</span> },
  {
    key: 'roles',
    title: t('roles'),
    isWide: true,
    about: 14,
    cell: (row) => row.roles.map((role) => t(`role_${role}`)).join('、'),
  },
  { key: 'at', title: t('added_at'), about: 14, cell: (row) => <Stamp at={row.createdAt} /> },
  {
    key: 'state',
    title: t('state'),
    about: 4,
    cell: (row) =>
      row.disabledAt === null ? <Chip tone="leaf">{t('staff_active')}</Chip> : <Chip>{t('staff_disabled')}</Chip>,
  },
  {
    key: 'acts',
    title: <span className="unseen">{t('acts')}</span>,
    about: 4,
    cell: (row) =>
      row.disabledAt === null &&
      row.id !== myId && (
        <Button size="small" onClick={() => disable(row)}>
          {t('disable')}
        </Button>
      ),
  },
]

/** The colleagues and what each may do. */
export function StaffPage() {
  const me = useMe()
  const { data, problem, again } = useRead<{ items: readonly StaffRow[] }>('/v1/admin/staff')
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<StaffMade>()
  const [leaving, setLeaving] = useState<StaffRow>()
  const columns = columnsFor(me.id, setLeaving)
  return (
    <Page
      title={t('room_staff')}
      under={t('staff_words')}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('staff_add')}
        </Button>
      }
    >
      {!data && problem && <Unread problem={problem} again={again} />}
      {!data && !problem && <TableSkeleton caption={t('room_staff')} columns={columns} rows={4} />}
      {data && (
        <Table
          caption={t('room_staff')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.id}
          tone={(row) => (row.disabledAt === null ? undefined : 'faded')}
        />
      )}
      <NewStaffDialog
        isOpen={isAdding}
        close={() => setAdding(false)}
        onMade={(one) => {
          setAdding(false)
          setMade(one)
        }}
      />
      {made && <TotpDialog of={made} close={() => setMade(undefined)} />}
      {leaving && <DisableDialog of={leaving} close={() => setLeaving(undefined)} />}
    </Page>
  )
}

function DisableDialog({ of, close }: { of: StaffRow; close: () => void }) {
  const disable = useWrite(
    (id: string, intention) => api.post<StaffRow>(`/v1/admin/staff/${id}/disable`, {}, intention),
    {
      refreshes: ['/v1/admin/staff', '/v1/admin/activity'],
      said: t('disabled_done', { name: of.name }),
      onDone: close,
    },
  )
  return (
    <FormDialog
      isOpen
      title={t('disable_title', { name: of.name })}
      words={t('disable_words')}
      okText={t('disable')}
      isDangerous
      write={disable}
      submit={() => disable.run(of.id)}
      close={close}
    />
  )
}
