import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';
import type { Log } from '../logging/log.js';
import { existingCluster, findOrMakeCluster, OWNER, ownerPassword } from './postgres-cluster.js';
import { codeOf, DATABASE, enter, enterIfRunning, isSystemError, leave, type Purpose } from './postgres-entrance.js';
import { setGuard } from './postgres-guard.js';
import { PostgresWatch, type Patience } from './postgres-watch.js';

export interface EmbeddedConnection {
  /** The folder of its socket: it listens nowhere else. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  /** Where PostgreSQL keeps its data. */
  readonly folder: string;
  /** Resolves when it went away and could not be brought back; who serves ends then, so that a supervisor acts. */
  readonly lost: Promise<StartError>;
  /** How often it went away and was brought back. */
  readonly recoveries: () => number;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** `serve` is alone on a data folder; commands may come beside it. */
  readonly purpose: Purpose;
  /** For tests only: a crash of the machine may lose what was committed. */
  readonly unsafeButFast?: boolean;
  readonly log?: Log;
  readonly patience?: Patience;
}

/** A server that another process stops at this moment ends ours too: then it is begun again. */
const STARTS = 3;

/**
 * A real PostgreSQL in the data folder, started if none runs there. Everyone who uses it holds a lock in it; the last
 * one out stops it, so that a command and the server may come and go in any order. While it is open it is watched and
 * brought back; what a killed process left running, its guard stops or the next start takes over.
 * @throws StartError
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, purpose, unsafeButFast = false } = options;
  makeDataDirectory(dataDir);
  try {
    const password = ownerPassword(dataDir);
    const cluster = findOrMakeCluster({ dataDir, password, unsafeButFast });
    const entrance = { dataDir, purpose, password, unsafeButFast, starts: STARTS };
    // Before the server starts: this process may be killed in the moment after.
    const guard = setGuard(dataDir);
    const entered = await enter(cluster, entrance);
    const { server } = entered;
    const connection = { host: server.socketFolder, port: server.port, user: OWNER, password, database: DATABASE };
    const watch = new PostgresWatch(cluster, entrance, entered, options.log, options.patience);
    let left: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      const how = await watch.close();
      if (how === 'stopped' || how === 'used') {
        guard.dismiss();
      }
    };
    return {
      connection,
      folder: cluster.folder,
      lost: watch.lost,
      recoveries: () => watch.recoveries,
      close: () => (left ??= close()),
    };
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(dataDir, error) : error;
  }
}

/** Stops the server of a data folder if one runs there and nobody uses it. True: there is nothing left to do. */
export async function stopAbandoned(dataDir: string): Promise<boolean> {
  const cluster = existingCluster(dataDir);
  const entrance = {
    dataDir,
    purpose: 'command' as const,
    password: ownerPassword(dataDir),
    unsafeButFast: false,
    starts: 0,
  };
  const entered = cluster && (await enterIfRunning(cluster, entrance));
  return cluster === undefined || entered === undefined || (await leave(entered, cluster, entrance)) !== 'unclear';
}

/** The data folder with its keys, made if need be. @throws StartError when it cannot be written */
export function makeDataDirectory(dataDir: string): void {
  try {
    // Passable, so that PostgreSQL's own account reaches its folder; what lies inside is closed one by one.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
}

function cannotWrite(dataDir: string, cause: unknown): StartError {
  return new StartError(`DATA_DIR: cannot write to ${dataDir} (${codeOf(cause) ?? 'unknown'})`, {
    code: 'data-dir-unusable',
    cause,
  });
}
