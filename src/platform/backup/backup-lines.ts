import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CopyIn, copyOut, migrationsOf, type OwnClient } from '../database/database-copy.js';
import type { PgConnection } from '../database/connection.js';
import { ArchiveError } from './archive.js';
import { addLines, dataFiles, FileWriter, keyFiles, piecesOf, type DataFile } from './data-files.js';

/** What an archive begins with. */
export interface BackupHead {
  readonly kind: 'data' | 'keys';
  readonly made: string;
  readonly migrations: readonly string[];
}

/** What it ends with; what came in is compared with it. */
interface BackupEnd {
  readonly rows: Readonly<Record<string, number>>;
  readonly files: number;
}

/**
 * Lines of an archive; the first letter says what each is: H head, T a table begins, R a row of it, F a file begins, B bytes
 * of it in base64, E the end.
 */
export async function* linesOfData(
  client: OwnClient,
  dataDir: string,
  made: Date,
  onRows: (rows: number) => void,
): AsyncGenerator<string> {
  const rows: Record<string, number> = {};
  let all = 0;
  yield headLine({ kind: 'data', made: made.toISOString(), migrations: await migrationsOf(client) });
  for await (const { table, rows: copied } of copyOut(client)) {
    yield `T${table}`;
    let count = 0;
    for await (const row of copied) {
      yield `R${row}`;
      count += 1;
      all += 1;
      onRows(all);
    }
    rows[table] = count;
  }
  const files = dataFiles(dataDir);
  yield* linesOfFiles(dataDir, files);
  yield endLine({ rows, files: files.length });
}

/** `before`: keys as they were before the database was copied, which may need one that has been destroyed since. */
export async function* linesOfKeys(dataDir: string, made: Date, before: KeyFiles): AsyncGenerator<string> {
  const all = new Map([...before, ...keysIn(dataDir)]);
  yield headLine({ kind: 'keys', made: made.toISOString(), migrations: [] });
  for (const [path, { mode, bytes }] of all) {
    yield `F${JSON.stringify({ path, mode })}`;
    yield `B${bytes.toString('base64')}`;
  }
  // An asynchronous generator, as `linesOfData` is one.
  await Promise.resolve();
  yield endLine({ rows: {}, files: all.size });
}

export type KeyFiles = ReadonlyMap<string, { readonly mode: number; readonly bytes: Buffer }>;

export function keysIn(dataDir: string): KeyFiles {
  const folder = join(dataDir, 'keys');
  return new Map(keyFiles(dataDir).map(({ path, mode }) => [path, { mode, bytes: readFileSync(join(folder, path)) }]));
}

/** Where what an archive holds goes; what is undefined is read over. */
export interface RestoreTarget {
  readonly database?: { readonly connection: PgConnection; readonly client: OwnClient };
  readonly files?: string;
}

/**
 * Reads all of an archive, and puts its rows and files in place; the rows in one commit, after the last line was read.
 * @throws ArchiveError when it is not whole, or not of this kind
 */
export async function restoreLines(
  lines: AsyncIterable<string>,
  kind: BackupHead['kind'],
  target: RestoreTarget,
  onRows: (rows: number) => void = () => undefined,
): Promise<BackupHead> {
  const reading = new Reading(kind, target, onRows);
  try {
    for await (const line of lines) {
      await reading.take(line);
    }
    return await reading.end();
  } catch (error) {
    await reading.giveUp();
    throw error;
  }
}

class Reading {
  private head: BackupHead | undefined;
  private ended: BackupEnd | undefined;
  private copy: CopyIn | undefined;
  private file: FileWriter | undefined;
  private list: { readonly path: string; text: string } | undefined;
  private files = 0;
  private all = 0;

  constructor(
    private readonly kind: BackupHead['kind'],
    private readonly target: RestoreTarget,
    private readonly onRows: (rows: number) => void,
  ) {}

  async take(line: string): Promise<void> {
    const [what, rest] = [line[0], line.slice(1)];
    if ((what !== 'H') === (this.head === undefined)) {
      throw new ArchiveError('the backup begins with something else than its head');
    }
    switch (what) {
      case 'H':
        return this.begin(JSON.parse(rest) as BackupHead);
      case 'T':
        return this.copy?.start(rest);
      case 'R':
        this.all += 1;
        this.onRows(this.all);
        return this.copy?.row(rest);
      case 'F':
        this.files += 1;
        return this.beginFile(JSON.parse(rest) as DataFile);
      case 'B':
        this.file?.write(rest);
        if (this.list !== undefined) {
          this.list.text += Buffer.from(rest, 'base64').toString('utf8');
        }
        return;
      case 'E':
        this.ended = JSON.parse(rest) as BackupEnd;
        return;
      default:
        throw new ArchiveError('the backup holds a line of a newer version');
    }
  }

  async end(): Promise<BackupHead> {
    this.endFile();
    const { head, ended } = this;
    if (head === undefined || ended === undefined || ended.files !== this.files || !this.hasAllRows(ended)) {
      throw new ArchiveError('the backup is not whole');
    }
    await this.copy?.commit();
    return head;
  }

  async giveUp(): Promise<void> {
    await this.copy?.rollback();
  }

  private async begin(head: BackupHead): Promise<void> {
    if (head.kind !== this.kind) {
      throw new ArchiveError(`this backup holds ${head.kind}, not ${this.kind}`);
    }
    this.head = head;
    const { database } = this.target;
    if (database !== undefined) {
      this.copy = await CopyIn.begin(database.connection, database.client, head.migrations);
    }
  }

  private beginFile(file: DataFile): void {
    this.endFile();
    const { files: folder } = this.target;
    if (folder === undefined) {
      return;
    }
    // What has been erased since the backup stands in the list that is here: both together are the list.
    if (file.path.startsWith('erased/')) {
      this.list = { path: join(folder, file.path), text: '' };
      return;
    }
    // Newer checkpoints and keys that are here stay.
    this.file = FileWriter.open(folder, file, false);
  }

  private endFile(): void {
    this.file?.close();
    this.file = undefined;
    if (this.list !== undefined) {
      addLines(this.list.path, this.list.text);
      this.list = undefined;
    }
  }

  private hasAllRows({ rows }: BackupEnd): boolean {
    const expected = Object.values(rows).reduce((sum, count) => sum + count, 0);
    return expected === this.all;
  }
}

async function* linesOfFiles(folder: string, files: readonly DataFile[]): AsyncGenerator<string> {
  for (const file of files) {
    yield `F${JSON.stringify(file)}`;
    for (const piece of piecesOf(join(folder, file.path))) {
      yield `B${piece}`;
    }
  }
  await Promise.resolve();
}

function headLine(head: BackupHead): string {
  return `H${JSON.stringify(head)}`;
}

function endLine(end: BackupEnd): string {
  return `E${JSON.stringify(end)}`;
}
