import QRCode from 'qrcode'

/** A QR code as SVG, dark on white with the quiet zone that phones need; the same address always draws the same code. */
export const drawQr = (address: string): Promise<string> =>
  QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
