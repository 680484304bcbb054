import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { isMailAddress } from '../platform/mail/compose.js';

/**
 * `DATA_DIR/sisters`: whom to write to at the installations whose logs this one witnesses or mirrors, or that witness its own.
 * A line is the host in front of their logs' names and an address: `other.example dsb@other.example`. Read at the start.
 */
@Injectable()
export class SistersFile {
  private readonly addresses = new Map<string, string>();

  /** @throws StartError for a line that cannot be understood */
  constructor(@Inject(CONFIG) { dataDir }: Config) {
    const path = join(dataDir, 'sisters');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    for (const [at, line] of lines.entries()) {
      const [host = '#', address = '', ...more] = line.split(/[ \t\r]+/).filter((word) => word !== '');
      if (!host.startsWith('#')) {
        if (more.length > 0 || !isMailAddress(address)) {
          throw new StartError(`${path}: line ${at + 1} is not understood (host, address)`);
        }
        this.addresses.set(host, address);
      }
    }
  }

  /** Of the installation that a log's or a witness's key is named after. */
  addressOf(name: string): string | undefined {
    return this.addresses.get(name.slice(0, Math.max(0, name.indexOf('/'))));
  }
}
