import { useState } from 'preact/hooks'
import { CommunityPage } from '../communities/community-page.tsx'
import { communityPath } from '../communities/paths.ts'
import { f, t } from '../kit.ts'
import { useLoad } from '../load.ts'
import { Chip, Face } from '../parts/basics.tsx'
import { Section } from '../parts/page.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { CardsSkeleton, RowsSkeleton, Shown } from '../parts/states.tsx'
import type { ArcWords, CheckUp, Mesh, MeshArc } from '../shapes.ts'
import { Appeals } from './appeal.tsx'
import { MeshDrawing } from './mesh.tsx'
import { PastSales } from './sale-change.tsx'

const ARCS_LISTED = 12

/** 社群体检: the mesh, what can be said of it, and one step. Private, and set against its own past only. */
export function CheckUpScreen({ id }: { id: string }) {
  const checkUp = useLoad<CheckUp>(`${communityPath(id)}/check-up`)
  const mesh = useLoad<Mesh>(`${communityPath(id)}/mesh`)
  const [chosen, choose] = useState<MeshArc>()
  return (
    <CommunityPage id={id} view="checkUp">
      <div class="row between wrap">
        <span class="muted s12">{t('check_up_window')}</span>
        <Chip>{t('check_up_private')}</Chip>
      </div>
      <Shown of={checkUp} skeleton={<CardsSkeleton count={3} />}>
        {(said) => (
          <>
            <section class="card col tight">
              <div>
                <Chip tone="leaf">{said.labelWords}</Chip>
              </div>
              <p class="b">{said.words}</p>
              <Shown of={mesh} skeleton={<RowsSkeleton count={3} />}>
                {(drawn) => <Drawn mesh={drawn} isStar={said.label === 'star'} chosen={chosen} onArc={choose} />}
              </Shown>
              {said.coverage && <p class="muted s12">{said.coverage}</p>}
            </section>
            <section class="card col tight">
              <p class="b">{said.step}</p>
              {said.struck && <p class="s14">{said.struck}</p>}
            </section>
            <Why said={said} />
            <Voices said={said} />
            <PastSales communityId={id} />
            <Past said={said} />
            <Appeals communityId={id} said={said} />
            <p class="muted s12">{said.promise}</p>
          </>
        )}
      </Shown>
      {chosen && mesh.data && (
        <ArcSheet communityId={id} arc={chosen} mesh={mesh.data} onClose={() => choose(undefined)} />
      )}
    </CommunityPage>
  )
}

interface DrawnProps {
  readonly mesh: Mesh
  readonly isStar: boolean
  readonly chosen: MeshArc | undefined
  readonly onArc: (arc: MeshArc) => void
}

function Drawn({ mesh, isStar, chosen, onArc }: DrawnProps) {
  if (mesh.arcs.length === 0) return <p class="muted s14">{t('mesh_empty')}</p>
  const names = namesOf(mesh)
  return (
    <>
      <MeshDrawing mesh={mesh} isStar={isStar} chosen={chosen} onArc={onArc} />
      <p class="muted s12">
        {t('mesh_tap')}
        {mesh.waiting > 0 && ` ${t('mesh_waiting', { n: mesh.waiting })}`}
      </p>
      <details class="mesh-list">
        <summary class="s14">{t('mesh_as_list')}</summary>
        <ul class="rows people">
          {mesh.arcs.slice(0, ARCS_LISTED).map((arc) => (
            <li key={`${arc.from}${arc.to}`}>
              <button class="row person" type="button" onClick={() => onArc(arc)}>
                <span class="grow">
                  {t('arc_between', { from: names.get(arc.from) ?? '', to: names.get(arc.to) ?? '' })}
                </span>
                <span class="muted s12 num">
                  {arc.acts > 0 ? t('arc_acts', { n: arc.acts }) : t('arc_waits', { n: arc.waiting })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

const namesOf = (mesh: Mesh) => new Map(mesh.people.map(({ memberId, nickname }) => [memberId, nickname]))

/** The evidence of one arc in sentences: what counts, and what does not and why. */
function ArcSheet({
  communityId,
  arc,
  mesh,
  onClose,
}: {
  communityId: string
  arc: MeshArc
  mesh: Mesh
  onClose: () => void
}) {
  const names = namesOf(mesh)
  const why = useLoad<ArcWords>(`${communityPath(communityId)}/mesh/${arc.from}/${arc.to}`)
  const title = t('arc_between', { from: names.get(arc.from) ?? '', to: names.get(arc.to) ?? '' })
  return (
    <Sheet title={title} onClose={onClose}>
      <Shown of={why} skeleton={<RowsSkeleton count={2} />}>
        {({ because }) => (
          <ul class="rows">
            {because.map(({ at, words, counts }) => (
              <li key={`${at}${words}`} class={counts ? 's14' : 's14 muted'}>
                {words}
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Sheet>
  )
}

function Why({ said }: { said: CheckUp }) {
  return (
    <Section title={t('check_up_why')} beside={t('check_up_read', { when: f.dateTime(said.readAt) })}>
      <ul class="card rows s14">
        {said.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        <li>{said.fermentation.words}</li>
        <li>{said.fission.words}</li>
      </ul>
    </Section>
  )
}

function Voices({ said }: { said: CheckUp }) {
  if (said.voices.length === 0) return null
  return (
    <Section title={t('check_up_voices')}>
      <ul class="card rows people">
        {said.voices.map(({ memberId, nickname, moved }) => (
          <li key={memberId ?? nickname} class="row">
            <Face id={memberId ?? nickname} nickname={nickname} />
            <span class="grow">
              {nickname}
              <span class="muted s12 block">{t('voice_moved', { n: moved })}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Week by week; nothing to compare with in the first one. */
function Past({ said }: { said: CheckUp }) {
  if (said.weeks.length < 2) return null
  return (
    <Section title={t('check_up_past')}>
      <ul class="card rows s14">
        {[...said.weeks].reverse().map(({ weekOn, labelWords, keptOrders, activeMembers }) => (
          <li key={weekOn} class="row between">
            <span>{f.date(weekOn)}</span>
            <span class="grow">{labelWords}</span>
            <span class="muted s12 num">{t('week_numbers', { orders: keptOrders, people: activeMembers })}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
