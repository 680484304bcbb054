import type { FastifyReply } from 'fastify';
import type { ComplianceReport } from './compliance-reports.service.js';

/** As a file, under its name, with its hash as the log has it. */
export function sendReport(reply: FastifyReply, report: ComplianceReport): FastifyReply {
  return reply
    .status(200)
    .header('content-type', report.mediaType)
    .header('content-disposition', `attachment; filename="${report.fileName}"`)
    .header('cache-control', 'no-store')
    .header('repr-digest', `sha-256=:${report.sha256}:`)
    .send(report.bytes);
}
