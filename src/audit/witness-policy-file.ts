import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { NO_POLICY, parseWitnessPolicy, type WitnessPolicy } from '../domain/log/witness-policy.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';

/**
 * `DATA_DIR/witness-policy` (C2SP tlog-policy): whose logs this installation is a witness of (`log`), which witnesses
 * it asks (`witness … URL`), and how many of them it needs (`group`, `quorum`). Read at the start; absent: none.
 */
@Injectable()
export class WitnessPolicyFile {
  readonly policy: WitnessPolicy;

  /** @throws StartError for a file that cannot be understood */
  constructor(@Inject(CONFIG) { dataDir }: Config) {
    const path = join(dataDir, 'witness-policy');
    const parsed = existsSync(path) ? parseWitnessPolicy(readFileSync(path, 'utf8'), false) : NO_POLICY;
    if ('line' in parsed) {
      throw new StartError(`${path}: line ${parsed.line} is not understood (C2SP tlog-policy)`);
    }
    this.policy = parsed;
  }
}
