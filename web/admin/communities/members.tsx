import { useState } from 'react'
import { t } from '../kit.ts'
import { Choices } from '../parts/filters.tsx'
import { Empty, Section } from '../parts/page.tsx'
import { Nothing, Stamp } from '../parts/says.tsx'
import { type Column, List } from '../parts/table.tsx'
import { usePages } from '../read.ts'
import type { Member, MemberState } from '../shapes.ts'

const states: readonly MemberState[] = ['active', 'waiting', 'left', 'declined', 'banned']

const columns: readonly Column<Member>[] = [
  { key: 'name', title: t('nickname'), isWide: true, about: 8, cell: (row) => row.nickname || t('erased') },
  {
    key: 'roles',
    title: t('roles_here'),
    about: 8,
    cell: (row) =>
      row.roles.length === 0 ? <Nothing /> : row.roles.map((role) => t(`member_${role}`)).join(t('list_comma')),
  },
  { key: 'by', title: t('brought_by'), about: 6, cell: (row) => row.invitedBy?.nickname ?? <Nothing /> },
  { key: 'at', title: t('joined_at'), about: 14, cell: (row) => <Stamp at={row.joinedAt} /> },
  { key: 'why', title: t('ban_reason'), isWide: true, about: 8, cell: (row) => row.banReason ?? <Nothing /> },
]

/** Who is in, who waits at the door, who left: by the nicknames that they have here. */
export function Members({ communityId }: { communityId: string }) {
  const [state, setState] = useState<MemberState>('active')
  const reading = usePages<Member>(`/v1/admin/communities/${communityId}/members`, { state, limit: 20 })
  return (
    <Section title={t('members')}>
      <div className="toolbar">
        <Choices
          label={t('state')}
          choices={states.map((value) => ({ value, words: t(`member_state_${value}`) }))}
          chosen={state}
          choose={(value) => setState(value ?? 'active')}
        />
      </div>
      <List
        caption={t('members')}
        columns={state === 'banned' ? columns : columns.filter(({ key }) => key !== 'why')}
        reading={reading}
        rowKey={(row) => row.id}
        empty={<Empty title={t('nothing_found')} words={t('members_none')} />}
      />
    </Section>
  )
}
