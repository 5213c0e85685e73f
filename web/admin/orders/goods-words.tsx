import { f } from '../kit.ts'

interface GoodsLine {
  readonly name: string
  readonly unit: string
  readonly quantity: number
}

/** 云岔脐橙 2 箱，冬笋 1 袋 */
export function GoodsWords({ lines }: { lines: readonly GoodsLine[] }) {
  return (
    <>
      {lines.map((line, index) => (
        <span key={`${line.name}${line.unit}`}>
          {index > 0 && '，'}
          {line.name} <b className="nowrap">{f.count(line.quantity, line.unit)}</b>
        </span>
      ))}
    </>
  )
}
