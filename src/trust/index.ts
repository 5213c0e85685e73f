export async function runTrustCommand(_argv: string[]): Promise<{ json: object; text: string }> {
  throw new Error('not yet')
}
