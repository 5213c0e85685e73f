const TONES = 6
/** Building and door numbers, and 阿 小 老, say little about a person: 十二栋李姐 is 李, 阿芸 is 芸. */
const LITTLE_SAID = /^(?:[\d一二三四五六七八九十百]+\s*(?:号楼|栋|幢|单元|号|楼|室)\s*)?[阿小老]?(?=\S)/u

export interface Face {
  readonly initial: string
  /** 1 to 6: the class `face-N` of base.css. The same id has the same tone everywhere. */
  readonly tone: number
}

/** A face for someone who has no picture: one sign of the nickname on a tone made from the id. */
export function faceOf(id: string, nickname: string): Face {
  const name = nickname.trim()
  const initial = Array.from(name.replace(LITTLE_SAID, ''))[0] ?? '·'
  return { initial: initial.toUpperCase(), tone: (hash(id) % TONES) + 1 }
}

function hash(text: string): number {
  let value = 2166136261
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619)
  return value >>> 0
}
