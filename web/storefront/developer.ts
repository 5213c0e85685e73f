/** The demo's page of text messages and codes: asks every two seconds, writes text only. */

interface Messages {
  readonly items: readonly { readonly phoneMasked: string; readonly body: string; readonly sentAt: string }[]
  readonly staff?: readonly {
    readonly login: string
    readonly name: string
    readonly roles: readonly string[]
    readonly totp: string | null
    readonly waitSeconds: number
  }[]
}

const EVERY_MS = 2000
/** Enough to find the code just asked for; whom to sign in as comes below. */
const MESSAGES_SHOWN = 5

async function refresh(): Promise<void> {
  try {
    const response = await fetch('/dev/messages.json', { headers: { accept: 'application/json' } })
    if (response.ok) draw((await response.json()) as Messages)
  } catch {
    // The server is starting again; the next turn will find it.
  }
  setTimeout(() => void refresh(), EVERY_MS)
}

function draw(messages: Messages): void {
  const list = document.querySelector('[data-messages]')
  const empty = document.querySelector<HTMLElement>('[data-no-messages]')
  if (empty) empty.hidden = messages.items.length > 0
  list?.replaceChildren(...messages.items.slice(0, MESSAGES_SHOWN).map(messageRow))
  const rows = document.querySelector<HTMLElement>('[data-staff]')
  rows?.replaceChildren(...(messages.staff ?? []).map((staff) => staffRow(staff, rows.dataset.wait ?? '')))
}

function messageRow(message: Messages['items'][number]): HTMLElement {
  const code = /\d{6}/.exec(message.body)?.[0] ?? ''
  const at = new Date(message.sentAt).toLocaleTimeString(document.documentElement.lang)
  return element('li', '', [
    element('p', 'muted s12 num', [`${message.phoneMasked} · ${at}`]),
    element('p', 'code', [code]),
    element('p', 's14', [message.body]),
  ])
}

function staffRow(staff: NonNullable<Messages['staff']>[number], wait: string): HTMLElement {
  const code = staff.totp ?? wait.replace('{n}', String(staff.waitSeconds))
  return element('tr', '', [
    element('td', 'b', [staff.login]),
    element('td', '', [staff.name]),
    element('td', 'muted', [staff.roles.join(' ')]),
    element('td', staff.totp ? 'code' : 'muted num', [code]),
  ])
}

function element(tag: string, className: string, children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.append(...children)
  return made
}

void refresh()
