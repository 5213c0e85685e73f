interface Friend {
  readonly nickname: string
  readonly communityName: string
  readonly isTrusted: boolean
}

/** Fills the place that the page left for friends who bought this; who is not signed in, or alone, sees nothing of it. */
export async function showFriends(): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-friends]')
  const list = place?.querySelector('ul')
  if (!place || !list) return
  // Nobody misses it when it does not come.
  const answer = await fetch(place.dataset.friends ?? '').catch(() => null)
  if (!answer?.ok) return
  const { items } = (await answer.json()) as { items: readonly Friend[] }
  list.append(...items.map((friend) => rowOf(friend, place.dataset.trusted ?? '')))
  place.hidden = items.length === 0
}

function rowOf({ nickname, communityName, isTrusted }: Friend, trusted: string): HTMLLIElement {
  const row = document.createElement('li')
  row.className = 'row'
  row.append(textIn('span', isTrusted ? 'b' : '', nickname))
  if (isTrusted) row.append(textIn('span', 'chip leaf', trusted))
  row.append(textIn('span', 'muted s12', communityName))
  return row
}

function textIn(tag: string, name: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}
