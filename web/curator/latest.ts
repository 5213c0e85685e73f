import { useRef } from 'preact/hooks'

/** The newest value, for a callback or an effect that is made once and must not see an old one. */
export function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value)
  latest.current = value
  return latest
}
