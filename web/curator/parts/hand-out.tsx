import { copy, share } from '../icons.ts'
import { t } from '../kit.ts'
import { Icon } from './basics.tsx'
import { say } from './toast.tsx'

/** Puts a text on the clipboard; says so, or says how to do it by hand. */
export function CopyButton({ text, label, look = 'btn small grow' }: { text: string; label: string; look?: string }) {
  const onClick = async () => say((await copyText(text)) ? t('copied') : t('copy_by_hand'))
  return (
    <button class={look} type="button" onClick={() => void onClick()}>
      <Icon of={copy} small />
      {label}
    </button>
  )
}

/** The phone's own sharing; not there where the browser has none. */
export function ShareButton({ text, label }: { text: string; label: string }) {
  if (typeof navigator.share !== 'function') return null
  const onClick = () => {
    // A person who closes the sharing panel has not failed at anything.
    navigator.share({ text }).catch(() => undefined)
  }
  return (
    <button class="btn small grow" type="button" onClick={onClick}>
      <Icon of={share} small />
      {label}
    </button>
  )
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyTheOldWay(text)
  }
}

/** WeChat's older web views and pages without https have no clipboard of their own. */
function copyTheOldWay(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'unseen'
  area.readOnly = true
  document.body.append(area)
  area.select()
  area.setSelectionRange(0, text.length)
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
  }
}
