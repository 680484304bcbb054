import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';
import { createKeyFile, readKeyFile, tooOpen } from './key-file.js';

const KEY_BYTES = 32;

export const MASTER_KEY = Symbol('MASTER_KEY');

export interface MasterKey {
  readonly key: KeyObject;
  readonly file: string;
  /** True on the first start of an installation, so that the start can tell the operator what to keep safe. */
  readonly created: boolean;
}

/** Where the keys of an installation lie, below DATA_DIR. */
export function keysDirectory(dataDir: string): string {
  return join(dataDir, 'keys');
}

/**
 * Reads `file` (MASTER_KEY_FILE) and never makes it: a mounted secret that is missing is a mistake to report. Without
 * `file`, the key is `<dataDir>/keys/master.key`, made on the first start. StartError names the file, never the key.
 */
export function loadMasterKey(from: { readonly file?: string | undefined; readonly dataDir: string }): MasterKey {
  if (from.file !== undefined) {
    return { key: read(from.file), file: from.file, created: false };
  }
  const directory = keysDirectory(from.dataDir);
  const file = join(directory, 'master.key');
  const created = !existsSync(file) && create(directory, file);
  return { key: read(file), file, created };
}

function create(directory: string, file: string): boolean {
  if (holdsKeys(directory)) {
    // A fresh key would start well and then open nothing of what is stored.
    throw new StartError(
      `MASTER_KEY_FILE is not set and ${file} is missing, but ${directory} holds keys wrapped under a master key: put that key back`,
    );
  }
  return createKeyFile(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
}

function holdsKeys(directory: string): boolean {
  return existsSync(directory) && readdirSync(directory, { withFileTypes: true }).some((entry) => entry.isDirectory());
}

function read(file: string): KeyObject {
  return readSecretKey(file, 'MASTER_KEY_FILE');
}

/** A key of 32 bytes in base64, in a file that only its owner reaches. @throws StartError that begins with `named` */
export function readSecretKey(file: string, named: string): KeyObject {
  const text = readKeyFile(file);
  if (text === undefined) {
    throw new StartError(`${named} names ${file}, which does not exist: allowed is a file with ${SHAPE}`);
  }
  const mode = tooOpen(file);
  if (mode !== undefined) {
    throw new StartError(`${named} names ${file}, which others can reach (mode ${mode}): allowed is 0600 or 0400`);
  }
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== text.trim()) {
    throw new StartError(`${named} names ${file}, which holds something else than ${SHAPE}`);
  }
  return createSecretKey(bytes);
}

const SHAPE = '32 bytes in base64 (44 characters)';
