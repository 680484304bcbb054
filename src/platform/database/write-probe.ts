import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from './database.js';
import { isDiskFull } from './sql-state.js';
import { spillToDisk, writeNothing } from './write-probe.sql.js';

/** Whether something could be accepted now. `full`: it answers, and cannot write. */
export interface Writable {
  readonly database: 'ok' | 'full' | 'unreachable';
  /** DATA_DIR: keys, the built-in mailbox, checkpoints. */
  readonly dataDir: 'ok' | 'full' | 'unwritable';
}

const NOBODY = { organisationId: null, userId: null, roles: [] };
/** Anybody may ask whether we are ready; the disk is not asked more often than this. */
const KEPT_MS = 1_000;
const LIMIT_MS = 5_000;
const PROBE_BYTES = 64 * 1024;

/** Finds out by writing: a database that answers reads may have no room left for anything. */
@Injectable()
export class WriteProbe {
  private asking: Promise<Writable> | undefined;
  private known: { readonly at: number; readonly answer: Writable } | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async ask(): Promise<Writable> {
    if (this.known !== undefined && performance.now() - this.known.at < KEPT_MS) {
      return this.known.answer;
    }
    this.asking ??= this.look().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async look(): Promise<Writable> {
    const [database, dataDir] = await Promise.all([this.tryDatabase(), this.tryDataDir()]);
    const answer = { database, dataDir };
    this.known = { at: performance.now(), answer };
    return answer;
  }

  private async tryDatabase(): Promise<Writable['database']> {
    try {
      await withinLimit(
        this.database.writeTechnical(NOBODY, async (transaction) => {
          await spillToDisk(transaction);
          await writeNothing(transaction);
        }),
      );
      return 'ok';
    } catch (error) {
      return isDiskFull(error) ? 'full' : 'unreachable';
    }
  }

  private async tryDataDir(): Promise<Writable['dataDir']> {
    const path = join(this.config.dataDir, `.probe-${randomBytes(6).toString('hex')}`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(Buffer.alloc(PROBE_BYTES, 1));
        await file.datasync();
      } finally {
        await file.close();
      }
      return 'ok';
    } catch (error) {
      return isDiskFull(error) ? 'full' : 'unwritable';
    } finally {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
