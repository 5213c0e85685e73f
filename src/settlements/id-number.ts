/** Chinese resident identity numbers (GB 11643): 17 digits and one that checks them. Pure. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return CHECKS[sum % 11] === text[17]
}

/** 3301**********1234 */
export const maskIdNumber = (text: string): string => `${text.slice(0, 4)}${'*'.repeat(10)}${text.slice(-4)}`

/** 张*, 欧阳** would show too much: the first character only. */
export const maskName = (name: string): string =>
  `${[...name][0] ?? ''}${'*'.repeat(Math.max(1, [...name].length - 1))}`
