import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { FieldProblem } from '../../domain/problem.js';
import { readMultipart, type MultipartForm, type UploadedFile } from '../http/multipart.js';
import { BudgetExceeded } from '../untrusted/budget.js';
import { MalwareScanner } from '../untrusted/malware-scanner.js';
import type { Reading } from '../untrusted/reading.js';
import { UntrustedReader } from '../untrusted/untrusted-reader.js';
import type { Attachment } from './attachments.js';
import { uninspected, type Inspection } from './inspect-file.js';

/** A picture or an office file of 10,000 pieces is one that nobody's program has made. */
const INSPECT: Reading<{ readonly filename: string }, Inspection> = {
  name: 'file.inspect',
  limits: { bytes: 26 * 1024 * 1024, parts: 10_000, milliseconds: 5_000 },
};

export type InspectedFile = Attachment & Pick<UploadedFile, 'field'>;
export type InspectedUpload = MultipartForm<InspectedFile>;

declare module 'fastify' {
  interface FastifyInstance {
    uploads: Uploads;
  }
}

/** Takes what people upload: inspected in a thread that can be ended, and shown to the malware scanner if there is one. */
@Injectable()
export class Uploads {
  constructor(
    @Inject(UntrustedReader) private readonly reader: UntrustedReader,
    @Inject(MalwareScanner) private readonly scanner: MalwareScanner,
  ) {}

  async inspected({ fields, files, problems }: MultipartForm): Promise<InspectedUpload> {
    const found: FieldProblem[] = [];
    const kept: InspectedFile[] = [];
    for (const { field, ...file } of files) {
      if ((await this.scanner.scan(file.content)) === 'malware') {
        found.push({ field, code: 'malware' });
      } else {
        kept.push({ field, ...(await this.inspect(file)) });
      }
    }
    return { fields, files: kept, problems: [...problems, ...found] };
  }

  /** Never refuses: what cannot be inspected is taken as it came, for nothing that is handed over may be lost. */
  async inspect({ filename, content }: Omit<UploadedFile, 'field'>): Promise<Attachment> {
    const { cleaned, ...inspection } = await this.inspection(filename, content);
    return {
      ...inspection,
      content: cleaned === undefined ? content : Buffer.from(cleaned),
      metadataRemoved: cleaned !== undefined,
    };
  }

  private async inspection(filename: string, content: Buffer): Promise<Inspection> {
    try {
      return await this.reader.read(INSPECT, content, { filename });
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) {
        throw error;
      }
      return uninspected(filename);
    }
  }
}

/** A multipart form with its files inspected. @throws Refusal malformed-body */
export async function readUpload(request: FastifyRequest): Promise<InspectedUpload> {
  return request.server.uploads.inspected(await readMultipart(request));
}
