import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useState } from 'react'
import type { ApiProblem } from '../shared/api.ts'
import { pageSays, t } from './kit.ts'
import { Unread } from './parts/problem.tsx'
import { queries } from './read.ts'
import { router } from './router.tsx'
import { me, readMe } from './session/session.ts'
import { SignIn } from './session/sign-in.tsx'
import { useStore } from './store.ts'
import { readTheme, watchTheme } from './theme.ts'

const nonce = pageSays('csp-nonce')

/** Lists of choices open inside the dialog or the room that asks, where focus and landmarks are kept. */
const popupPlace = (trigger?: HTMLElement): HTMLElement =>
  trigger?.closest<HTMLElement>('.ant-modal-container, main') ?? document.body

export function App() {
  const [theme, setTheme] = useState(readTheme)
  useEffect(() => watchTheme(() => setTheme(readTheme())), [])
  return (
    <ConfigProvider
      theme={theme}
      locale={t.locale === 'en' ? enUS : zhCN}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      getPopupContainer={popupPlace}
    >
      <QueryClientProvider client={queries}>
        <Door />
      </QueryClientProvider>
    </ConfigProvider>
  )
}

/** Asks who is there; nobody sees a room before it is known. */
function Door() {
  const staff = useStore(me)
  const [problem, setProblem] = useState<ApiProblem>()
  const ask = () => {
    setProblem(undefined)
    readMe().catch(setProblem)
  }
  useEffect(ask, [])
  if (staff === undefined) {
    return problem ? (
      <main className="door">
        <Unread problem={problem} again={ask} />
      </main>
    ) : (
      <p className="unseen" role="status">
        {t('loading')}
      </p>
    )
  }
  return staff === null ? <SignIn /> : <RouterProvider router={router} />
}
