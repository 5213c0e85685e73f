import { Link } from '@tanstack/react-router'
import { f, t } from '../kit.ts'
import { Empty, Section } from '../parts/page.tsx'
import { Unread } from '../parts/problem.tsx'
import { Nothing, Stamp } from '../parts/says.tsx'
import { type Column, Table, TableSkeleton } from '../parts/table.tsx'
import { useRead } from '../read.ts'
import { useMay } from '../session/session.ts'
import type { WorthALook } from '../shapes.ts'

type Persona = WorthALook['persona'][number]
type Person = WorthALook['people'][number]

const wrong = ({ wrong: count, orders }: Persona['recent']) => t('look_of', { n: count, of: orders })

const personaColumns: readonly Column<Persona>[] = [
  {
    key: 'community',
    title: t('community'),
    about: 12,
    cell: (row) => (
      <Link to="/communities/$id" params={{ id: row.community.id }} className="link">
        {row.community.name}
      </Link>
    ),
  },
  {
    key: 'owner',
    title: t('look_owner'),
    about: 8,
    cell: ({ owner }) =>
      owner ? (
        <Link to="/people/$id" params={{ id: owner.id }} className="link">
          {owner.nickname || t('erased')}
        </Link>
      ) : (
        <Nothing />
      ),
  },
  { key: 'words', title: t('look_why'), isWide: true, about: 40, cell: (row) => row.words },
  { key: 'recent', title: t('look_recent'), isNumber: true, about: 6, cell: (row) => wrong(row.recent) },
  { key: 'earlier', title: t('look_earlier'), isNumber: true, about: 6, cell: (row) => wrong(row.earlier) },
  {
    key: 'orders',
    title: t('look_evidence'),
    about: 8,
    cell: (row) => (
      <Link to="/orders" search={{ communityId: row.community.id }} className="link">
        {t('look_orders')}
      </Link>
    ),
  },
  { key: 'at', title: t('trust_read_at'), about: 14, cell: (row) => <Stamp at={row.readAt} /> },
]

const peopleColumns: readonly Column<Person>[] = [
  {
    key: 'person',
    title: t('person'),
    about: 8,
    cell: ({ person }) => (
      <Link to="/people/$id" params={{ id: person.id }} className="link">
        {person.nickname || t('erased')}
      </Link>
    ),
  },
  { key: 'words', title: t('look_why'), isWide: true, about: 40, cell: (row) => row.words },
  { key: 'moved', title: t('look_moved'), isNumber: true, about: 5, cell: (row) => row.moved },
  { key: 'circle', title: t('look_circle'), isNumber: true, about: 5, cell: (row) => row.circle },
  {
    key: 'evidence',
    title: t('look_evidence'),
    about: 8,
    cell: ({ person }) => (
      <Link to="/trust/people/$id" params={{ id: person.id }} className="link">
        {t('look_at_it')}
      </Link>
    ),
  },
]

/** Worth a look, not a judgement: where trust on one person meets more trouble, and whom little trust reaches. */
export function WorthALookSections() {
  const reading = useRead<WorthALook>('/v1/admin/trust/worth-a-look')
  const mayReadOrders = useMay('read_orders')
  if (!reading.data) {
    return reading.problem ? (
      <Unread problem={reading.problem} again={reading.again} />
    ) : (
      <TableSkeleton caption={t('look_persona')} columns={personaColumns} rows={2} />
    )
  }
  const { persona, people, walk } = reading.data
  return (
    <>
      <Section title={t('look_persona')}>
        <p className="muted s14">{t('look_persona_words')}</p>
        {persona.length === 0 ? (
          <div className="card">
            <Empty title={t('look_persona_none')} words={t('look_persona_none_words')} />
          </div>
        ) : (
          <Table
            caption={t('look_persona')}
            columns={personaColumns.filter(({ key }) => mayReadOrders || key !== 'orders')}
            rows={persona}
            rowKey={(row) => row.community.id}
          />
        )}
      </Section>
      <Section title={t('look_people')}>
        <p className="muted s14">
          {t('look_people_words')} {walk ? walked(walk) : t('look_not_walked')}
        </p>
        {people.length === 0 ? (
          <div className="card">
            <Empty title={t('look_people_none')} words={t('look_people_none_words')} />
          </div>
        ) : (
          <Table caption={t('look_people')} columns={peopleColumns} rows={people} rowKey={(row) => row.person.id} />
        )}
      </Section>
    </>
  )
}

const walked = (walk: NonNullable<WorthALook['walk']>) =>
  t(walk.isWhole ? 'look_walked' : 'look_walked_part', {
    when: f.dateTime(walk.madeAt),
    ...{ known: walk.audited, people: walk.people, acts: walk.acts },
  })
