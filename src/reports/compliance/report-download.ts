import { download, type Answer } from '../../platform/http/answer.js';
import type { ComplianceReport } from './compliance-reports.service.js';

/** As a file, under its name, with its hash as the log has it. */
export function reportDownload({ fileName, mediaType, bytes, sha256 }: ComplianceReport): Answer {
  const headers = { 'repr-digest': `sha-256=:${sha256}:` };
  return download({ name: fileName, type: mediaType, content: bytes, headers });
}
