import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../kit.ts'
import { useLatest } from '../latest.ts'
import { Sheet } from '../parts/sheet.tsx'

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]>
}
type DetectorMaker = new (options: { formats: string[] }) => Detector

const LOOK_EVERY_MS = 250

const maker = (): DetectorMaker | undefined => (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector

/** Android's Chromium reads codes itself; where a browser cannot, the code is typed and no button is shown. */
export const canScan = (): boolean => maker() !== undefined && Boolean(navigator.mediaDevices?.getUserMedia)

export function Scanner({ onFound, onClose }: { onFound: (text: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [isRefused, setRefused] = useState(false)
  const found = useLatest(onFound)
  useEffect(() => {
    const refuse = () => setRefused(true)
    return watch(video.current as HTMLVideoElement, (text) => found.current(text), refuse)
  }, [found])
  return (
    <Sheet title={t('scan')} onClose={onClose}>
      {isRefused ? <p class="note berry">{t('scan_refused')}</p> : <p class="muted s14">{t('scan_words')}</p>}
      <video class="scanner" ref={video} muted playsInline />
    </Sheet>
  )
}

/** Looks through the camera until a code is found; gives the camera back in the end. */
function watch(video: HTMLVideoElement, onFound: (text: string) => void, onRefused: () => void): () => void {
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let isOver = false
  const stop = () => {
    isOver = true
    clearInterval(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    if (isOver) return stop()
    video.srcObject = stream
    await video.play()
    const detector = new (maker() as DetectorMaker)({ formats: ['qr_code'] })
    timer = setInterval(() => {
      detector.detect(video).then(([code]) => {
        if (!code || isOver) return
        stop()
        onFound(code.rawValue)
      }, onRefused)
    }, LOOK_EVERY_MS)
  }
  start().catch(onRefused)
  return stop
}
