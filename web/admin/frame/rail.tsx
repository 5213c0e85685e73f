import { Link } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { speak, t } from '../kit.ts'
import { may } from '../permissions.ts'
import { signOut, useMe } from '../session/session.ts'
import { groups } from './rooms.ts'

/** The rooms that this colleague may enter, and who she is. */
export function Rail({ onLeave }: { onLeave?: () => void }) {
  const me = useMe()
  return (
    <div className="rail-inside">
      <Link to="/" className="brand" onClick={onLeave}>
        酵母 <span className="muted s12">Leaven</span>
      </Link>
      <nav aria-label={t('rooms')}>
        {groups.map(({ name, rooms }) => {
          const open = rooms.filter((room) => may(me, room.needs))
          if (open.length === 0) return null
          return (
            <ul key={name} aria-label={t(`rooms_${name}`)}>
              {open.map((room) => (
                <li key={room.to}>
                  <Link
                    to={room.to}
                    className="room"
                    activeOptions={{ exact: room.isExact === true, includeSearch: false }}
                    activeProps={{ className: 'on' }}
                    title={t(`room_${room.name}`)}
                    onClick={onLeave}
                  >
                    <Icon of={room.icon} />
                    <span>{t(`room_${room.name}`)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        })}
      </nav>
      <div className="whoami s12">
        <div className="b s14">{me.name}</div>
        <div className="muted">{me.roles.map((role) => t(`role_${role}`)).join(' · ')}</div>
        <div className="row">
          <button type="button" className="link" onClick={() => speak(t('other_locale') as 'en')}>
            {t('other_language')}
          </button>
          <button type="button" className="link" onClick={() => void signOut()}>
            {t('sign_out')}
          </button>
        </div>
      </div>
    </div>
  )
}
