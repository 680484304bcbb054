import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';
import type { Log } from '../logging/log.js';
import type { Cluster } from './postgres-cluster.js';
import { enter, leave, pause, type Entered, type Entrance, type Leaving } from './postgres-entrance.js';

/** How patient the watch is; milliseconds. */
export interface Patience {
  /** Failed tries in a row after which it gives up. */
  readonly tries: number;
  readonly firstPause: number;
  readonly longestPause: number;
}

/** About 40 seconds; the longest pause is what passes at most between a fault's end and the next try. */
export const PATIENCE: Patience = { tries: 15, firstPause: 100, longestPause: 4_000 };

/** Two segments of WAL: less, and PostgreSQL cannot work. */
const SPACE_BYTES = 32 * 1024 * 1024;

/**
 * Holds our connection to the embedded PostgreSQL and brings it back: a server that is gone is started again, one that
 * recovered from a crash has lost our locks, and they are taken again.
 */
export class PostgresWatch {
  /** Resolves when it gave up: nothing brings the database back but a person, or a new start. */
  readonly lost: Promise<StartError>;
  private giveUp: (reason: StartError) => void = () => undefined;
  private recovering: Promise<void> | undefined;
  private closed = false;
  private restored = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly entrance: Entrance,
    private entered: Entered | undefined,
    private readonly log: Log | undefined,
    private readonly patience: Patience = PATIENCE,
  ) {
    this.lost = new Promise((resolve) => (this.giveUp = resolve));
    this.listen();
  }

  /** How often it had to bring the database back. */
  get recoveries(): number {
    return this.restored;
  }

  async close(): Promise<Leaving> {
    this.closed = true;
    await this.recovering;
    const { entered } = this;
    return entered === undefined ? 'gone' : leave(entered, this.cluster, this.entrance);
  }

  private listen(): void {
    const held = this.entered;
    held?.client.once('end', () => {
      if (!this.closed && this.entered === held) {
        this.entered = undefined;
        this.recovering = this.recover(held).finally(() => (this.recovering = undefined));
      }
    });
  }

  private async recover(before: Entered): Promise<void> {
    const since = performance.now();
    this.log?.error({}, 'the connection to the embedded PostgreSQL is lost; bringing it back');
    let failures = 0;
    for (let tries = 1; !this.closed; tries += 1) {
      try {
        this.entered = await this.enterAgain(before);
        this.restored += 1;
        this.log?.warn(
          { tries, milliseconds: Math.round(performance.now() - since) },
          'the embedded PostgreSQL is back, and its locks are ours again',
        );
        return this.listen();
      } catch (error) {
        const noSpace = this.spaceIsShort();
        failures += noSpace ? 0 : 1;
        this.log?.error({ tries, noSpace, err: error }, 'the embedded PostgreSQL is not back yet');
        if (failures >= this.patience.tries || isHopeless(error)) {
          return this.giveUp(couldNot(error, failures));
        }
      }
      await this.pauseAfter(tries);
    }
  }

  private async enterAgain({ server: { socketFolder, port } }: Entered): Promise<Entered> {
    const entered = await enter(this.cluster, { ...this.entrance, starts: 1, before: socketFolder });
    if (entered.server.socketFolder !== socketFolder || entered.server.port !== port) {
      // Another process started it, in a place that our connections do not know.
      await leave(entered, this.cluster, this.entrance);
      throw new StartError('DATA_DIR: the database came back under another address', { code: 'database-moved' });
    }
    return entered;
  }

  private async pauseAfter(tries: number): Promise<void> {
    const { firstPause, longestPause } = this.patience;
    const until = performance.now() + Math.min(firstPause * 2 ** Math.min(tries - 1, 20), longestPause);
    while (!this.closed && performance.now() < until) {
      await pause(Math.min(50, firstPause));
    }
  }

  /** Waiting for space is no failing: a new start would find no more of it. */
  private spaceIsShort(): boolean {
    const { folder } = this.cluster;
    return [folder, join(folder, 'pg_wal'), this.entrance.dataDir].some((place) => {
      try {
        const { bavail, bsize } = statfsSync(place);
        return bavail * bsize < SPACE_BYTES;
      } catch {
        return false;
      }
    });
  }
}

function isHopeless(error: unknown): boolean {
  return error instanceof StartError && error.code === 'database-moved';
}

function couldNot(error: unknown, failures: number): StartError {
  const why = error instanceof StartError ? error.message : `DATA_DIR: PostgreSQL (${String((error as Error).name)})`;
  return new StartError(`${why}; given up after ${failures} tries: start Forthwith again when it is mended`, {
    code: 'database-lost',
    cause: error,
  });
}
