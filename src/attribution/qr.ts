import { drawQr, readInvitationToken } from '../communities/index.ts'
import { isRefusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { readLinkToken } from './link.ts'

/** The QR code of a sale link or of an invitation, as SVG. Draws nothing that we did not sign: refuses `link_forged`. */
export async function drawTokenQr(platform: Platform, token: string): Promise<string> {
  const page = isInvitation(platform, token) ? 'i' : 's'
  if (page === 's') readLinkToken(platform.keys, token)
  return drawQr(`${platform.config.publicUrl}/${page}/${token}`)
}

function isInvitation(platform: Platform, token: string): boolean {
  try {
    readInvitationToken(platform.keys, token)
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}
