/** Somebody needs a session; the sheet that is mounted once at the root answers. */
type Answer = (isSignedIn: boolean) => void

let ask: ((answer: Answer) => void) | undefined
let underWay: Promise<boolean> | undefined

/** Opens the sign-in sheet. True once she is in, false when she closed it. Calls that come together share one sheet. */
export function askToSignIn(): Promise<boolean> {
  underWay ??= new Promise<boolean>((answer) => (ask ? ask(answer) : answer(false))).finally(() => {
    underWay = undefined
  })
  return underWay
}

export function answerSignInWith(show: (answer: Answer) => void): () => void {
  ask = show
  return () => {
    ask = undefined
  }
}
