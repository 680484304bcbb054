import { Inject, Injectable } from '@nestjs/common';
import { BudgetExceeded } from '../untrusted/budget.js';
import type { Reading } from '../untrusted/reading.js';
import { UntrustedReader } from '../untrusted/untrusted-reader.js';

/** As large as a package may be; a million rows. */
const CHECK: Reading<{ readonly kind: 'json' | 'csv' }, boolean> = {
  name: 'file.portable',
  limits: { bytes: 26 * 1024 * 1024, parts: 1_000_000, milliseconds: 20_000 },
};

/** Whether files are in a format that programs read, told in a thread that can be ended. */
@Injectable()
export class PortableFiles {
  constructor(@Inject(UntrustedReader) private readonly reader: UntrustedReader) {}

  async isPortable(content: Buffer, kind: 'json' | 'csv'): Promise<boolean> {
    try {
      return await this.reader.read(CHECK, content, { kind });
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) {
        throw error;
      }
      return false;
    }
  }
}
