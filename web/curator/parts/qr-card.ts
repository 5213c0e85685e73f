/** Draws the picture that carries a code: a card of paper and ink, the same by day and by night. */

export interface CardWords {
  readonly title: string
  readonly goods: readonly { readonly words: string; readonly price: string }[]
  readonly lines: readonly string[]
  readonly foot: string
}

const WIDTH = 750
const PAD = 56
const QR_SIZE = 360
const FONT = '"PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans SC",system-ui,sans-serif'
const PAPER = '#fbf8f3'
const INK = '#2a241f'
const SOFT = '#6b6159'
const CRUST = '#b4511e'
const MOST_GOODS = 5

export function drawCard(words: CardWords, qrSvg: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  pen.font = font(44, true)
  const title = wrapped(pen, words.title, WIDTH - PAD * 2).slice(0, 3)
  const goods = words.goods.slice(0, MOST_GOODS)
  const goodsTop = PAD + title.length * 62 + 16
  const linesTop = goodsTop + goods.length * 56 + 8
  const qrTop = linesTop + words.lines.length * 44 + 28
  canvas.width = WIDTH
  canvas.height = qrTop + QR_SIZE + 120
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, WIDTH, canvas.height)
  pen.textBaseline = 'top'
  for (const [no, line] of title.entries()) write(pen, line, PAD, PAD + no * 62, font(44, true), INK)
  for (const [no, item] of goods.entries()) drawGoods(pen, item, goodsTop + no * 56)
  for (const [no, line] of words.lines.entries()) write(pen, line, PAD, linesTop + no * 44, font(28), SOFT)
  drawCode(pen, qrSvg, (WIDTH - QR_SIZE) / 2, qrTop)
  pen.textAlign = 'center'
  write(pen, words.foot, WIDTH / 2, qrTop + QR_SIZE + 40, font(28, true), INK)
  return canvas
}

/** Gives the picture to the phone: its sharing panel where files may be shared, a download elsewhere. */
export async function keepCard(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) return
  const fileName = `${name.replace(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60)}.png`
  const file = new File([blob], fileName, { type: 'image/png' })
  const isPhone = matchMedia('(pointer: coarse)').matches
  if (isPhone && navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file] }).catch(() => undefined)
    return
  }
  saveFile(blob, fileName)
}

export function saveFile(blob: Blob, fileName: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const font = (size: number, isBold = false): string => `${isBold ? 700 : 400} ${size}px ${FONT}`

function write(pen: CanvasRenderingContext2D, words: string, x: number, y: number, face: string, colour: string): void {
  pen.font = face
  pen.fillStyle = colour
  pen.fillText(words, x, y)
}

function drawGoods(pen: CanvasRenderingContext2D, item: CardWords['goods'][number], y: number): void {
  pen.textAlign = 'right'
  write(pen, item.price, WIDTH - PAD, y, font(34, true), CRUST)
  const room = WIDTH - PAD * 2 - pen.measureText(item.price).width - 24
  pen.textAlign = 'left'
  pen.font = font(32)
  const [first = '', ...rest] = wrapped(pen, item.words, room)
  write(pen, rest.length > 0 ? `${first.slice(0, -1)}…` : first, PAD, y, font(32), INK)
}

/** Lines that fit: broken between words in English, anywhere in Chinese. */
function wrapped(pen: CanvasRenderingContext2D, words: string, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of words.match(/[A-Za-z0-9.,'’-]+\s?|[\s\S]/gu) ?? []) {
    if (line && pen.measureText(line + piece).width > room) {
      lines.push(line.trim())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trim()].filter(Boolean)
}

/** The code's own strokes, drawn large: no picture is loaded, so the strictest CSP allows it. */
function drawCode(pen: CanvasRenderingContext2D, svg: string, x: number, y: number): void {
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
  const size = Number((drawing.getAttribute('viewBox') ?? '').split(/[\s,]+/)[2])
  if (!size) throw new Error('no code in the drawing')
  pen.save()
  pen.translate(x, y)
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, QR_SIZE, QR_SIZE)
  pen.scale(QR_SIZE / size, QR_SIZE / size)
  pen.imageSmoothingEnabled = false
  for (const path of drawing.querySelectorAll('path')) {
    const shape = new Path2D(path.getAttribute('d') ?? '')
    const stroke = path.getAttribute('stroke')
    const fill = path.getAttribute('fill')
    if (stroke) {
      pen.strokeStyle = stroke
      pen.stroke(shape)
    } else if (fill !== 'none') {
      pen.fillStyle = fill ?? '#000000'
      pen.fill(shape)
    }
  }
  pen.restore()
}
