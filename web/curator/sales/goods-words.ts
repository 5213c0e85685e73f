import { t } from '../kit.ts'
import type { ListedOrder } from '../shapes.ts'

/** 2 箱; with several goods each by its name: 脐橙 2 箱，鸡蛋 1 盒. */
export function goodsWords(lines: ListedOrder['lines']): string {
  const amount = (line: ListedOrder['lines'][number]) => t('quantity', { count: line.quantity, unit: line.unit })
  const [only] = lines
  if (lines.length === 1 && only) return amount(only)
  return lines.map((line) => `${line.name} ${amount(line)}`).join(t('list_comma'))
}
