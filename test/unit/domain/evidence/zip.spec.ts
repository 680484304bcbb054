import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { readWhole, UnreadableBundleError, type BundleFiles } from '../../../../src/domain/evidence/bundle-files.js';
import { openZip } from '../../../../src/domain/evidence/zip.js';
import { inflateRaw } from '../../../../src/verifier/node-files.js';

const open = (bytes: Uint8Array): Promise<BundleFiles> =>
  openZip(
    {
      size: bytes.length,
      read: (from, length) =>
        from + length > bytes.length || from < 0
          ? Promise.reject(new UnreadableBundleError('damaged'))
          : Promise.resolve(bytes.subarray(from, from + length)),
    },
    inflateRaw,
  );

async function contents(bytes: Uint8Array): Promise<Record<string, string>> {
  const files = await open(bytes);
  const read: Record<string, string> = {};
  for (const name of files.names) {
    read[name] = Buffer.from(await readWhole(files, name, 50_000_000)).toString('latin1');
  }
  return read;
}

/** The fault, or what was read. */
const outcome = (bytes: Uint8Array): Promise<unknown> =>
  contents(bytes).catch((error: unknown) => {
    if (error instanceof UnreadableBundleError) {
      return error.fault;
    }
    throw error;
  });

interface Member {
  readonly name: string;
  readonly content?: string;
  /** What the headers say instead of the truth. */
  readonly size?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly localName?: string;
  readonly headerAt?: number;
  /** What its own header says of its size. */
  readonly localSize?: number;
  /** Unix file type and permissions. */
  readonly mode?: number;
  /** Not in the directory: a reader of streams finds it, others do not. */
  readonly hidden?: boolean;
  /** Bytes behind it that belong to nothing. */
  readonly gap?: string;
}

/** A ZIP by hand, as an attacker would write it. */
function zipOf(
  members: readonly Member[],
  { count = members.filter(({ hidden }) => hidden !== true).length, before = '', comment = '' } = {},
): Buffer {
  const bodies: Buffer[] = [Buffer.from(before)];
  const directory: Buffer[] = [];
  let at = before.length;
  for (const { name, content = 'x', size, flags = 0, method = 8, localName = name, headerAt, ...odd } of members) {
    const plain = Buffer.from(content, 'latin1');
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(flags, 2);
    fixed.writeUInt16LE(method, 4);
    fixed.writeUInt32LE(crc32(plain), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(size ?? plain.length, 18);
    fixed.writeUInt16LE(Buffer.byteLength(name, 'latin1'), 22);
    const own = Buffer.from(fixed);
    own.writeUInt32LE(odd.localSize ?? fixed.readUInt32LE(18), 18);
    const behind = Buffer.from(odd.gap ?? '');
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), own, Buffer.from(localName, 'latin1'), packed, behind]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((odd.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(headerAt ?? at, 10);
    if (odd.hidden !== true) {
      directory.push(
        Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, tail, Buffer.from(name, 'latin1')]),
      );
    }
    bodies.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, central, end, Buffer.from(comment)]);
}

/** As bundles are written: streamed, so with data descriptors. */
async function streamed(files: Record<string, string>, forceZip64 = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    const options = { mtime: new Date(0), forceZip64Format: forceZip64 };
    zip.addReadStreamLazy(name, options, (ready) => ready(null, Readable.from([Buffer.from(content)])));
  }
  zip.end({ forceZip64Format: forceZip64, comment: '' });
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as Readable) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

const SAMPLE = { 'bundle.json': '{}', 'proofs/000000000001.tlog-proof': 'proof\n', 'entries.jsonl': 'a\n'.repeat(500) };

test('what a real writer streams is read, in 32 and in 64 bits', async () => {
  expect(await contents(await streamed(SAMPLE))).toEqual(SAMPLE);
  expect(await contents(await streamed(SAMPLE, true))).toEqual(SAMPLE);
  expect(await contents(zipOf(Object.entries(SAMPLE).map(([name, content]) => ({ name, content }))))).toEqual(SAMPLE);
  expect(await contents(zipOf([{ name: 'a', content: 'stored', method: 0 }]))).toEqual({ a: 'stored' });
});

test.each<[string, Buffer, string]>([
  ['upwards', zipOf([{ name: '../evil' }]), 'unsafe-name'],
  ['upwards in the middle', zipOf([{ name: 'proofs/../../evil' }]), 'unsafe-name'],
  ['absolute', zipOf([{ name: '/etc/passwd' }]), 'unsafe-name'],
  ['with a drive', zipOf([{ name: 'C:evil' }]), 'unsafe-name'],
  ['with a backslash', zipOf([{ name: '..\\evil' }]), 'unsafe-name'],
  ['with a NUL', zipOf([{ name: 'report.pdf\0.exe' }]), 'unsafe-name'],
  ['of no letters', zipOf([{ name: '' }]), 'unsafe-name'],
  ['a folder', zipOf([{ name: 'proofs/' }]), 'unsafe-name'],
  ['beyond ASCII', zipOf([{ name: 'repört.pdf' }]), 'unsafe-name'],
  ['endless', zipOf([{ name: 'a'.repeat(300) }]), 'unsafe-name'],
  ['twice', zipOf([{ name: 'report.pdf' }, { name: 'report.pdf' }]), 'name-twice'],
  ['twice but for case', zipOf([{ name: 'report.pdf' }, { name: 'Report.pdf' }]), 'name-twice'],
  ['another in the local header', zipOf([{ name: 'report.pdf', localName: 'retort.pdf' }]), 'damaged'],
])('a name %s is refused', async (_, bytes, fault) => {
  expect(await outcome(bytes)).toBe(fault);
});

test.each<[string, Buffer, string]>([
  ['declared as 3 GB', zipOf([{ name: 'entries.jsonl', size: 3_000_000_000 }]), 'too-large'],
  ['packed 1 to 1,000', zipOf([{ name: 'entries.jsonl', content: '\0'.repeat(20_000_000) }]), 'too-large'],
  [
    'larger than declared',
    zipOf([{ name: 'entries.jsonl', content: '\0'.repeat(9_000_000), size: 1_000 }]),
    'too-large',
  ],
  ['smaller than declared', zipOf([{ name: 'entries.jsonl', content: 'x', size: 2 }]), 'damaged'],
  ['of more files than it has', zipOf([{ name: 'a' }], { count: 60_000 }), 'damaged'],
  ['of fewer files than it has', zipOf([{ name: 'a' }, { name: 'b' }], { count: 1 }), 'damaged'],
  [
    'whose files share their bytes',
    zipOf([
      { name: 'a', content: 'x'.repeat(900) },
      { name: 'b', headerAt: 0 },
    ]),
    'damaged',
  ],
])('a bomb %s is refused before it goes off', async (_, bytes, fault) => {
  expect(await outcome(bytes)).toBe(fault);
});

test('a bomb of 10 GB in 64 bits is refused by what it says of itself', async () => {
  const bytes = await streamed({ 'entries.jsonl': 'x' }, true);
  const at = bytes.indexOf('PK\x01\x02', 0, 'latin1');
  const extraAt = bytes.indexOf('\x01\x00\x18\x00', at, 'latin1');
  expect(extraAt).toBeGreaterThan(at);
  bytes.writeBigUInt64LE(10_000_000_000n, extraAt + 4);
  expect(await outcome(bytes)).toBe('too-large');
});

test.each<[string, Buffer, string]>([
  ['encrypted', zipOf([{ name: 'a', flags: 1 }]), 'unsupported'],
  ['packed by another method', zipOf([{ name: 'a', method: 12 }]), 'unsupported'],
  ['with bytes before it', zipOf([{ name: 'a' }], { before: '#!/bin/sh' }), 'damaged'],
  ['with bytes behind it', Buffer.concat([zipOf([{ name: 'a' }]), Buffer.from('x')]), 'not-a-zip'],
  ['with a comment', zipOf([{ name: 'a' }], { comment: 'hello' }), 'not-a-zip'],
  ['cut off', zipOf([{ name: 'a' }]).subarray(0, -30), 'not-a-zip'],
  ['empty', Buffer.alloc(0), 'not-a-zip'],
  ['rubbish', Buffer.alloc(5_000, 0x50), 'not-a-zip'],
])('a ZIP %s is refused', async (_, bytes, fault) => {
  expect(await outcome(bytes)).toBe(fault);
});

test.each<[string, readonly Member[], string]>([
  [
    'a member that only a reader of streams finds',
    [{ name: 'report.pdf', hidden: true }, { name: 'report.pdf' }],
    'damaged',
  ],
  ['such a member at the end', [{ name: 'report.pdf' }, { name: 'report.pdf', hidden: true }], 'damaged'],
  ['bytes between two members', [{ name: 'a', gap: 'x'.repeat(18_000) }, { name: 'b' }], 'damaged'],
  ['bytes before the directory', [{ name: 'a' }, { name: 'b', gap: 'x' }], 'damaged'],
  ['a size of its own before a member', [{ name: 'a', localSize: 7 }], 'damaged'],
  ['a symbolic link', [{ name: 'a', mode: 0o120777 }], 'unsupported'],
])('two readers could understand it differently: %s', async (_, members, fault) => {
  expect(await outcome(zipOf(members))).toBe(fault);
});

test('one bit changed either is refused or changes nothing that is read', async () => {
  const bytes = await streamed({ 'bundle.json': '{"v":1}', 'entries.jsonl': 'a\nb\n' });
  const before = await outcome(bytes);
  for (let at = 0; at < bytes.length * 8; at += 1) {
    const flipped = Buffer.from(bytes);
    flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7));
    const after = await outcome(flipped);
    expect([at, typeof after === 'string' ? 'refused' : after]).toEqual([
      at,
      typeof after === 'string' ? 'refused' : nameless(after, before),
    ]);
  }
});

/** A changed name in both places is another name: the check for complete files is what finds that. */
function nameless(after: unknown, before: unknown): unknown {
  const values = (of: unknown) => JSON.stringify(Object.values(of as object));
  return values(after) === values(before) ? after : before;
}
