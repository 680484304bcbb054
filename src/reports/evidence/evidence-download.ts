import { download, type Answer } from '../../platform/http/answer.js';
import type { Evidence } from './evidence.service.js';
import { zipStream } from './evidence-zip.js';

/** A bundle, written out while it is made; nothing of it is kept. */
export function evidenceDownload({ files, fileName, issuedAt }: Evidence): Answer {
  return download({ name: fileName, type: 'application/zip', content: zipStream(files, issuedAt) });
}
