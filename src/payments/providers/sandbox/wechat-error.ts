/** A refusal in WeChat Pay's form: `{"code":…,"message":…}` under this HTTP status. */
export class WechatError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
