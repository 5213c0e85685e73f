import { describe, expect, test } from 'vitest'
import { type CheckUpNames, checkUp } from './check-up.ts'
import { type Verdict, type VerdictLabel, verdictLabels } from './contract.ts'

const verdict = (label: VerdictLabel): Verdict => ({
  label,
  reasons: [],
  coverage: 0.47,
  reading: {
    activeMembers: 60,
    eventsPerMember: 4,
    actingShare: 0.8,
    ownerShare: 0.9,
    ownerShareInterval: null,
    ownerShareAtMost: 0.95,
    together: 0.39,
    togetherInterval: null,
    circles: [7, 6, 5],
    twoCoreShare: 0.2,
    effectiveVoices: 3,
    reciprocity: null,
    transitivity: null,
    centralisation: null,
  },
})

const zh = (label: VerdictLabel, names: CheckUpNames = {}) => {
  const { reading, step } = checkUp(verdict(label), names)
  return `${reading.zh}${step.zh}`
}

describe('a check-up', () => {
  test('speaks in the words of the design', () => {
    expect(zh('mesh', { away: { days: 9, orders: 23 }, voices: ['李姐', '程老师', '阿强'] })).toBe(
      '你出差 9 天，群里还是成了 23 单：群友已经彼此信任。这周：谢谢李姐和程老师。',
    )
    expect(zh('forming', { nextVoice: '七月流火' })).toBe(
      '已有 39% 的活跃群友，不经过你也连得起来。数据还少，可能更高也可能更低。这周：请七月流火晒一次开箱。',
    )
    expect(zh('islands', { circleVoices: ['刘姨', '阿强'] })).toBe(
      '群里有 3 个热闹的小圈子，还不太来往。这周：请刘姨和阿强一起试吃。',
    )
    expect(zh('star')).toBe(
      '大家很信你，十单有九单冲你来：这是你的本钱。你休息时群就安静。这周：请 3 位买过两次以上的群友讲讲怎么用。她们带出的单，佣金仍归你。',
    )
    expect(zh('young', { weeksOld: 3 })).toContain('开群 3 周，以你为中心是正常的。')
    expect(zh('too_early', { followedMembers: 3 })).toContain('这个月看得见的：3 位群友因为别人买过而买。')
  })

  test('always says how much is known and that nothing hangs on it, and a struck lot is not her fault', () => {
    const said = checkUp(verdict('mesh'), { struckOrders: 15 })
    expect(said.coverage!.zh).toBe('本群 47% 的单看得出是谁带动的。')
    expect(said.promise.zh).toBe('体检不影响佣金、阶段和流量。')
    expect(said.struck!.zh).toContain('不是你的错')
    expect(checkUp({ ...verdict('too_early'), coverage: null }).coverage).toBeNull()
  })

  test('never uses the words that are not for a screen', () => {
    for (const label of verdictLabels) {
      const said = JSON.stringify(checkUp(verdict(label)))
      expect(said).not.toMatch(/伪社群|中心化|fake|centrali|undefined|NaN/i)
    }
  })
})
