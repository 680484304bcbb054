import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock, unlock } from './envelope.js';
import { createKeyFile, destroyKeyFile, makeKeyDirectory, readKeyFile, replaceKeyFile } from './key-file.js';
import { VaultError } from './vault-error.js';

const KEY_BYTES = 32;
const WRAPPING_VERSION = 1;
const SIGNING_FILE = /^log-([1-9][0-9]*)\.(key|retired)$/;
const EPOCH_FILE = /^log-epoch-([1-9][0-9]*)\.(opened)$/;
const LOG_NAME_FILE = 'log-name';
const KEK_FILE = /^kek-([1-9][0-9]*)\.(key|destroyed)$/;
/** Organisation ids become folder names. */
const ORGANISATION_ID = /^[0-9a-z][0-9a-z-]{0,63}$/;

/** A key-encryption key of an organisation: wraps the data keys of its requests for one epoch. */
export interface Kek {
  readonly epoch: number;
  readonly key: KeyObject;
}

export interface KeyRingOptions {
  readonly keysDir: string;
  readonly masterKey: KeyObject;
}

/** VaultError `wrong-key` if the keys that are there were wrapped under another master key. */
export function openKeyRing(options: KeyRingOptions): KeyRing {
  makeKeyDirectory(options.keysDir);
  const first = keyFiles(options.keysDir)[0];
  if (first !== undefined) {
    openWrapped(options.masterKey, first, readKeyFile(first.path) ?? '');
  }
  return new KeyRing(options);
}

/**
 * The keys of all organisations: files `<keysDir>/<organisation>/{kek-<epoch>,index,log-<n>}.key`, each 32 random bytes
 * wrapped under the master key and bound to purpose, organisation and number. Any number of processes may share the
 * directory. Everything is synchronous: reads are cached, and what is looked at on each use is one `stat`.
 *
 * Order of a rotation, owned by the caller: `newEpoch`; wait until every transaction that began before it has ended;
 * rewrap all rows of older epochs; make sure none is left; `destroyEpoch` each older one. Destroying earlier loses what
 * another instance is committing just then.
 */
export class KeyRing {
  private readonly opened = new Map<string, Buffer>();
  private readonly keks = new Map<string, Kek>();
  private readonly newest = new Map<string, number>();
  private readonly names = new Map<string, string>();

  constructor(private readonly options: KeyRingOptions) {}

  /** The newest epoch; makes epoch 1 for an organisation that has none. */
  currentKek(organisation: string): Kek {
    let epoch = this.newest.get(organisation) ?? this.newestOnDisk(organisation);
    // Another instance may have begun a new epoch: wrapping under the old one now would be wrapping for the bin.
    while (existsSync(this.path(organisation, kekName(epoch + 1)))) {
      epoch += 1;
    }
    if (epoch === 0 || existsSync(this.tombstone(organisation, epoch))) {
      // Named, not "the next": another instance may be at the same point, and both must end up with one key.
      return this.begin(organisation, epoch + 1);
    }
    this.newest.set(organisation, epoch);
    return this.kek(organisation, epoch);
  }

  /** VaultError `key-destroyed` or `key-missing` if that epoch's key is gone, also when this process had it in memory. */
  kek(organisation: string, epoch: number): Kek {
    const name = kekName(epoch);
    const path = this.path(organisation, name);
    if (!existsSync(path)) {
      this.forget(path);
      throw new VaultError(existsSync(this.tombstone(organisation, epoch)) ? 'key-destroyed' : 'key-missing');
    }
    const known = this.keks.get(path);
    if (known !== undefined) {
      return known;
    }
    const kek = { epoch, key: createSecretKey(this.read({ organisation, name, path })) };
    this.keks.set(path, kek);
    return kek;
  }

  /** Epochs whose key exists, oldest first: what a start compares with the epochs that stored rows name. */
  epochs(organisation: string): number[] {
    return this.numbered(organisation, 'key');
  }

  /** Epochs whose key was destroyed on purpose, oldest first. */
  destroyedEpochs(organisation: string): number[] {
    return this.numbered(organisation, 'destroyed');
  }

  /** One rotation at a time is the caller's business; two at once merely begin two epochs. */
  newEpoch(organisation: string): Kek {
    return this.begin(organisation, this.newestOnDisk(organisation) + 1);
  }

  /** For ever. Leaves an empty `kek-<epoch>.destroyed`, so that "destroyed" is told from "mislaid". Harmless twice. */
  destroyEpoch(organisation: string, epoch: number): void {
    const path = this.path(organisation, kekName(epoch));
    if (existsSync(path) || existsSync(this.tombstone(organisation, epoch))) {
      createKeyFile(this.tombstone(organisation, epoch), '');
      destroyKeyFile(path);
    }
    this.forget(path);
    this.newest.delete(organisation);
  }

  /** For the blind index. Outlives epochs: index rows are erased with their request, not with a key. */
  indexKey(organisation: string): KeyObject {
    return createSecretKey(this.readOrMake(organisation, 'index.key'));
  }

  /** 32-byte Ed25519 seed of the organisation's log; `number` counts up with each rotation. */
  signingSeed(organisation: string, number = 1): Buffer {
    return Buffer.from(this.readOrMake(organisation, signingName(number)));
  }

  /** Numbers of the signing keys, oldest first; two while one hands over to the next. Makes the first one. */
  signingNumbers(organisation: string): number[] {
    const numbers = this.numberedAs(organisation, SIGNING_FILE, 'key');
    if (numbers.length === 0) {
      this.make(organisation, signingName(1));
      return [1];
    }
    return numbers;
  }

  /**
   * The epoch of the organisation's log: 1, until another is opened. Kept here and not in the database, which a restored
   * backup takes back.
   */
  logEpoch(organisation: string): number {
    return Math.max(1, ...this.numberedAs(organisation, EPOCH_FILE, 'opened'));
  }

  /** For ever. Harmless twice. */
  openLogEpoch(organisation: string, epoch: number): void {
    makeKeyDirectory(this.path(organisation, '.'));
    createKeyFile(this.path(organisation, `log-epoch-${epoch}.opened`), '');
  }

  /** `<log host>/<slug>`, under which this key place has signed from its first signature on; undefined before that. */
  logName(place: string): string | undefined {
    const known = this.names.get(place) ?? readKeyFile(this.path(place, LOG_NAME_FILE))?.trim();
    if (known !== undefined) {
      this.names.set(place, known);
    }
    return known;
  }

  /** For ever; of two processes at once the first one names it. Returns the name that holds. */
  keepLogName(place: string, name: string): string {
    createKeyFile(this.path(place, LOG_NAME_FILE), `${name}\n`);
    return this.logName(place) ?? name;
  }

  /** The next signing key; from now on both sign. */
  newSigningKey(organisation: string): number {
    const number = Math.max(0, ...this.signingNumbers(organisation)) + 1;
    this.make(organisation, signingName(number));
    return number;
  }

  /** Destroys a signing key; its public key stays, for what it has signed. Harmless twice. */
  retireSigningKey(organisation: string, number: number, publicKey: Uint8Array): void {
    createKeyFile(this.path(organisation, `log-${number}.retired`), `${Buffer.from(publicKey).toString('base64')}\n`);
    const path = this.path(organisation, signingName(number));
    destroyKeyFile(path);
    this.opened.delete(path);
  }

  /** Public keys that have signed once, oldest first. */
  retiredSigningKeys(organisation: string): Buffer[] {
    return this.numberedAs(organisation, SIGNING_FILE, 'retired').map((number) =>
      Buffer.from(readKeyFile(this.path(organisation, `log-${number}.retired`)) ?? '', 'base64'),
    );
  }

  private begin(organisation: string, epoch: number): Kek {
    this.make(organisation, kekName(epoch));
    this.newest.set(organisation, epoch);
    return this.kek(organisation, epoch);
  }

  private readOrMake(organisation: string, name: string): Buffer {
    const path = this.path(organisation, name);
    const known = this.opened.get(path);
    if (known !== undefined) {
      return known;
    }
    if (!existsSync(path)) {
      this.make(organisation, name);
    }
    const bytes = this.read({ organisation, name, path });
    this.opened.set(path, bytes);
    return bytes;
  }

  private make(organisation: string, name: string): void {
    const path = this.path(organisation, name);
    // If another process was faster, its key is the one: read it back rather than keep ours.
    createKeyFile(path, wrapped(this.options.masterKey, { organisation, name, path }, randomBytes(KEY_BYTES)));
  }

  private read(file: KeyFile): Buffer {
    const text = readKeyFile(file.path);
    if (text === undefined) {
      throw new VaultError('key-missing');
    }
    return openWrapped(this.options.masterKey, file, text);
  }

  private newestOnDisk(organisation: string): number {
    return Math.max(0, ...this.numbered(organisation, 'key'), ...this.numbered(organisation, 'destroyed'));
  }

  private numbered(organisation: string, ending: 'key' | 'destroyed'): number[] {
    return this.numberedAs(organisation, KEK_FILE, ending);
  }

  private numberedAs(organisation: string, pattern: RegExp, ending: string): number[] {
    const directory = this.path(organisation, '.');
    const names = existsSync(directory) ? readdirSync(directory) : [];
    return names
      .map((name) => pattern.exec(name))
      .filter((match) => match?.[2] === ending)
      .map((match) => Number(match?.[1]))
      .sort((a, b) => a - b);
  }

  private forget(path: string): void {
    this.keks.delete(path);
  }

  private tombstone(organisation: string, epoch: number): string {
    return this.path(organisation, `kek-${epoch}.destroyed`);
  }

  private path(organisation: string, name: string): string {
    if (!ORGANISATION_ID.test(organisation)) {
      throw new TypeError('an organisation id is lower-case letters, digits and hyphens');
    }
    return join(this.options.keysDir, organisation, name);
  }
}

/**
 * Puts every key file under another master key, one at a time and each in one step. Stopped half-way, call it again
 * with the same two keys: files that already open under `to` are left alone. Returns how many were rewrapped.
 */
export function rewrapKeyRing(keysDir: string, from: KeyObject, to: KeyObject): number {
  let count = 0;
  for (const file of keyFiles(keysDir)) {
    const text = readKeyFile(file.path) ?? '';
    if (!opensUnder(to, file, text)) {
      replaceKeyFile(file.path, wrapped(to, file, openWrapped(from, file, text)));
      count += 1;
    }
  }
  return count;
}

interface KeyFile {
  readonly organisation: string;
  readonly name: string;
  readonly path: string;
}

function keyFiles(keysDir: string): KeyFile[] {
  return readdirSync(keysDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && ORGANISATION_ID.test(entry.name))
    .flatMap(({ name: organisation }) =>
      readdirSync(join(keysDir, organisation))
        .filter((name) => name.endsWith('.key'))
        .map((name) => ({ organisation, name, path: join(keysDir, organisation, name) })),
    );
}

function wrapped(masterKey: KeyObject, file: KeyFile, bytes: Buffer): string {
  return `${lock(masterKey, WRAPPING_VERSION, placeOf(file), bytes).toString('base64')}\n`;
}

function openWrapped(masterKey: KeyObject, file: KeyFile, text: string): Buffer {
  return unlock(masterKey, WRAPPING_VERSION, placeOf(file), Buffer.from(text, 'base64'), 'wrong-key');
}

function opensUnder(masterKey: KeyObject, file: KeyFile, text: string): boolean {
  try {
    openWrapped(masterKey, file, text);
    return true;
  } catch (error) {
    if (error instanceof VaultError) {
      return false;
    }
    throw error;
  }
}

/** The file name says purpose and number. */
function placeOf(file: KeyFile): string[] {
  return ['key-file', file.organisation, file.name];
}

function signingName(number: number): string {
  return `log-${number}.key`;
}

function kekName(epoch: number): string {
  if (!Number.isSafeInteger(epoch) || epoch < 1) {
    throw new TypeError('an epoch is a positive whole number');
  }
  return `kek-${epoch}.key`;
}
