/** What a product or sale page gains when script is there: two buttons beside the number, a true sum, the share sheet. */

import { watchFlash } from './flash.ts'
import { showFriends } from './friends.ts'

document.documentElement.classList.add('scripted')
watchQuantities()
watchSharing()
watchFlash()
void showFriends()

function watchQuantities(): void {
  const buy = document.querySelector<HTMLButtonElement>('[data-buy]')
  const form = document.querySelector<HTMLFormElement>('#buy')
  if (!buy || !form) return
  const steppers = Array.from(form.querySelectorAll<HTMLElement>('[data-stepper]'), stepperOf)
  const redraw = () => {
    const size = form.querySelector<HTMLInputElement>('[name="sku"]:checked')
    if (size?.dataset.max) steppers[0]?.takeSize(size)
    for (const stepper of steppers) stepper.redraw()
    drawSum(buy, steppers)
  }
  form.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-step]')
    if (!button) return
    steppers.find(({ root }) => root.contains(button))?.add(Number(button.dataset.step))
    redraw()
  })
  form.addEventListener('input', redraw)
  // A page that comes back from the browser's memory keeps the numbers that were typed.
  addEventListener('pageshow', redraw)
  redraw()
}

type Stepper = ReturnType<typeof stepperOf>

function stepperOf(root: HTMLElement) {
  const input = root.querySelector('input') as HTMLInputElement
  const buttons = Array.from(root.querySelectorAll<HTMLButtonElement>('[data-step]'))
  for (const button of buttons) button.hidden = false
  const value = () => Math.min(Math.max(Math.floor(Number(input.value)) || 0, Number(input.min)), Number(input.max))
  return {
    root,
    value,
    sumFen: () => value() * Number(input.dataset.fen),
    unit: (n: number) => (n === 1 ? input.dataset.unit : input.dataset.units) ?? '',
    add: (step: number) => {
      input.value = String(value() + step)
      input.value = String(value())
    },
    takeSize: (size: HTMLInputElement) => {
      input.max = size.dataset.max ?? input.max
      input.dataset.fen = size.dataset.fen ?? '0'
      input.dataset.unit = size.dataset.unit ?? ''
      input.dataset.units = size.dataset.units ?? ''
    },
    redraw: () => {
      for (const button of buttons) {
        const bound = Number(button.dataset.step) < 0 ? input.min : input.max
        button.disabled = value() === Number(bound)
      }
    },
  }
}

function drawSum(buy: HTMLButtonElement, steppers: readonly Stepper[]): void {
  const n = steppers.reduce((sum, stepper) => sum + stepper.value(), 0)
  const sumFen = steppers.reduce((sum, stepper) => sum + stepper.sumFen(), 0)
  const words = buy.querySelector('[data-buy-words]') as HTMLElement
  const sum = buy.querySelector('[data-buy-sum]') as HTMLElement
  words.textContent = templateFor(buy.dataset, n)
    .replace('{n}', String(n))
    .replace('{unit}', steppers[0]?.unit(n) ?? '')
  const figures = (sumFen / 100)
    .toFixed(2)
    .replace(/\.00$/, '')
    .replace(/(\.\d)0$/, '$1')
  const sign = document.createElement('span')
  sign.className = 'sign'
  sign.textContent = buy.dataset.sign ?? ''
  sum.replaceChildren(...(sumFen > 0 ? [sign, figures] : []))
  buy.disabled = n === 0
}

function templateFor(dataset: DOMStringMap, n: number): string {
  const isList = dataset.buyList !== undefined
  if (isList) return (n === 0 ? dataset.none : dataset.sum) ?? ''
  return (n === 1 ? dataset.one : n === 2 ? dataset.two : dataset.many) ?? ''
}

/** 发给群友: the phone's own share sheet where there is one, else ours with the link, the words and the code. */
function watchSharing(): void {
  const sheet = document.querySelector<HTMLElement>('[data-share-sheet]')
  const opener = document.querySelector<HTMLElement>('[data-share]')
  const copy = sheet?.querySelector<HTMLButtonElement>('[data-copy]')
  const close = sheet?.querySelector<HTMLElement>('[data-share-close]')
  if (!sheet || !opener || !copy || !close) return
  copy.hidden = close.hidden = false
  sheet.setAttribute('role', 'dialog')
  sheet.setAttribute('aria-modal', 'true')
  const setOpen = (isOpen: boolean) => {
    sheet.classList.toggle('open', isOpen)
    ;(isOpen ? copy : opener).focus()
  }
  opener.addEventListener('click', (event) => {
    event.preventDefault()
    setOpen(true)
    void askOwnLink(sheet, copy)
  })
  sheet.addEventListener('click', (event) => {
    if (event.target !== sheet && event.target !== close) return
    event.preventDefault()
    setOpen(false)
  })
  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setOpen(false)
    if (event.key === 'Tab') keepInside(sheet, event)
  })
  copy.addEventListener('click', () => void copyText(sheet, copy))
}

/** A member who has bought here passes on a link of her own; for everyone else the page's link is right. */
async function askOwnLink(sheet: HTMLElement, copy: HTMLButtonElement): Promise<void> {
  const path = sheet.dataset.passOn
  if (!path) return
  // One link per person and sale, so the same key for ever is right.
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'my-link' }
  sheet.dataset.passOn = ''
  try {
    const response = await fetch(path, { method: 'POST', headers, body: '{}' })
    if (!response.ok) return
    const link = (await response.json()) as { url: string; qrUrl: string; text: string }
    ;(sheet.querySelector('[data-share-url]') as HTMLInputElement).value = link.url
    sheet.querySelector('.qr')?.setAttribute('src', link.qrUrl)
    copy.dataset.text = link.text
  } catch {
    // No line: the page's own link stays.
  }
}

function keepInside(sheet: HTMLElement, event: KeyboardEvent): void {
  const stops = Array.from(sheet.querySelectorAll<HTMLElement>('input, button, a'))
  const from = event.shiftKey ? stops[0] : stops[stops.length - 1]
  const to = event.shiftKey ? stops[stops.length - 1] : stops[0]
  if (document.activeElement !== from) return
  event.preventDefault()
  to?.focus()
}

/** The clipboard is closed outside https and in some web views; then the link is marked for the person's own copy. */
async function copyText(sheet: HTMLElement, copy: HTMLButtonElement): Promise<void> {
  const field = sheet.querySelector('[data-share-url]') as HTMLInputElement
  const said = sheet.querySelector('[data-copied]') as HTMLElement
  try {
    await navigator.clipboard.writeText(copy.dataset.text ?? field.value)
  } catch {
    field.select()
    if (!document.execCommand('copy')) return
  }
  said.textContent = copy.dataset.done ?? ''
}
