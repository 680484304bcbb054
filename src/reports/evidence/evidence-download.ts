import type { FastifyReply } from 'fastify';
import type { Evidence } from './evidence.service.js';
import { zipStream } from './evidence-zip.js';

/** Sends a bundle while it is made; nothing of it is kept. */
export function sendEvidence(reply: FastifyReply, { files, fileName, issuedAt }: Evidence): FastifyReply {
  return reply
    .header('content-type', 'application/zip')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(zipStream(files, issuedAt));
}
