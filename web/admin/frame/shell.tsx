import { Outlet } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Icon, menu } from '../icons.tsx'
import { isSlow, pageSays, t } from '../kit.ts'
import { ProveAgain } from '../session/prove-again.tsx'
import { SignInAgain } from '../session/sign-in.tsx'
import { useStore } from '../store.ts'
import { BooksChip } from './books-chip.tsx'
import { notes } from './notes.ts'
import { Rail } from './rail.tsx'
import { SearchAll } from './search-all.tsx'

/** What stands around every room. */
export function Shell() {
  const [isMenuOpen, setMenuOpen] = useState(false)
  return (
    <>
      <div className="shell">
        <a className="skip" href="#room">
          {t('skip')}
        </a>
        <aside className="rail" aria-label={t('rooms')}>
          <Rail />
        </aside>
        <div className="beside-rail">
          <header>
            <Bands />
            <div className="top">
              <button type="button" className="menu-button" aria-label={t('rooms')} onClick={() => setMenuOpen(true)}>
                <Icon of={menu} little={false} />
              </button>
              <SearchAll />
              <BooksChip />
            </div>
          </header>
          <main id="room" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        {isMenuOpen && <RailDialog close={() => setMenuOpen(false)} />}
      </div>
      <ProveAgain />
      <SignInAgain />
      <Notes />
    </>
  )
}

/** On a narrow screen the rooms come from the side. */
function RailDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="rail-dialog" aria-label={t('rooms')} onClose={close}>
      <Rail onLeave={close} />
      <button type="button" className="link close-rail" onClick={close}>
        {t('close')}
      </button>
    </dialog>
  )
}

function Bands() {
  const slow = useStore(isSlow)
  const isOnline = useOnline()
  return (
    <>
      {pageSays('leaven-mode') === 'demo' && <div className="demo-band">{t('demo_band')}</div>}
      {!isOnline && (
        <div className="offline-band" role="status">
          {t('offline')}
        </div>
      )}
      {isOnline && slow && (
        <div className="slow-band" role="status">
          {t('slow')}
        </div>
      )}
    </>
  )
}

function Notes() {
  const shown = useStore(notes)
  return (
    <div className="notes" role="status" aria-live="polite">
      {shown.map((note) => (
        <div key={note.id} className="note-done">
          {note.words}
        </div>
      ))}
    </div>
  )
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return isOnline
}
