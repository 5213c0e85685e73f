import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import type { Upload } from './http.ts'
import { isStorable } from './json-text.ts'
import { platformRefusals } from './wire.ts'

/**
 * A file and the fields beside it, from a multipart body. Every part is read, because a field may come after the file.
 * Refuses `unsupported_media_type`, and `invalid_request` without a file or with text that nothing can store.
 */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  const fields: Record<string, string> = Object.create(null)
  let file: Omit<Upload, 'fields'> | undefined
  if (!request.isMultipart()) throw new Refusal(platformRefusals.unsupported_media_type)
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value)
    else file = { fileName: part.filename.slice(0, 200), contentType: part.mimetype, bytes: await part.toBuffer() }
  }
  if (!file || !Object.entries(fields).flat().every(isStorable)) throw new Refusal(platformRefusals.invalid_request)
  return { ...file, fields }
}
