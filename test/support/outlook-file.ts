import { burn } from '@kenjiuno/msgreader/lib/Burner.js';
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js';

/** A mail as Outlook saves it (MS-OXMSG), with what of it our reader looks at. */
export interface OutlookMail {
  readonly subject?: string;
  readonly senderName?: string;
  readonly senderEmail?: string;
  readonly senderSmtpAddress?: string;
  readonly body?: string;
  readonly html?: Buffer;
  readonly headers?: string;
  readonly sentAt?: Date;
  readonly files?: readonly { readonly name: string; readonly content: Buffer }[];
  readonly mails?: readonly OutlookMail[];
}

type Entry = Parameters<typeof burn>[0][number];

const TEXT = '001F';
const BINARY = '0102';

/** The bytes of the file. */
export function outlookFile(mail: OutlookMail): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0, children: [] }];
  fill(entries, 0, mail, 32);
  return Buffer.from(burn(entries));
}

function fill(entries: Entry[], parent: number, mail: OutlookMail, headBytes: number): void {
  const text = (id: string, value: string | undefined): void => {
    if (value !== undefined) {
      stream(entries, parent, `__substg1.0_${id}${TEXT}`, Buffer.from(value, 'utf16le'));
    }
  };
  text('0037', mail.subject);
  text('0C1A', mail.senderName);
  text('0C1F', mail.senderEmail);
  text('5D01', mail.senderSmtpAddress);
  text('1000', mail.body);
  text('007D', mail.headers);
  if (mail.html !== undefined) {
    stream(entries, parent, `__substg1.0_1013${BINARY}`, mail.html);
  }
  stream(entries, parent, '__properties_version1.0', properties(headBytes, mail.sentAt));
  (mail.files ?? []).forEach(({ name, content }, at) => {
    const folder = folderIn(entries, parent, `__attach_version1.0_#0000000${at}`);
    stream(entries, folder, `__substg1.0_3707${TEXT}`, Buffer.from(name, 'utf16le'));
    stream(entries, folder, `__substg1.0_3701${BINARY}`, content);
    stream(entries, folder, '__properties_version1.0', Buffer.alloc(8));
  });
  (mail.mails ?? []).forEach((inner, at) => {
    const folder = folderIn(entries, parent, `__attach_version1.0_#0000001${at}`);
    stream(entries, folder, '__properties_version1.0', Buffer.alloc(8));
    fill(entries, folderIn(entries, folder, '__substg1.0_3701000D'), inner, 24);
  });
}

/** MS-OXMSG s2.4: a head, then 16 bytes a property; times are 100 ns since 1601. */
function properties(headBytes: number, sentAt: Date | undefined): Buffer {
  const head = Buffer.alloc(headBytes);
  if (sentAt === undefined) {
    return head;
  }
  const property = Buffer.alloc(16);
  property.writeUInt32LE(0x0039_0040, 0);
  property.writeUInt32LE(6, 4);
  property.writeBigUInt64LE((BigInt(sentAt.getTime()) + 11_644_473_600_000n) * 10_000n, 8);
  return Buffer.concat([head, property]);
}

function stream(entries: Entry[], parent: number, name: string, content: Buffer): void {
  // The writer takes the memory behind a view from its beginning.
  const bytes = Uint8Array.from(content);
  add(entries, parent, { name, type: TypeEnum.DOCUMENT, length: content.length, binaryProvider: () => bytes });
}

function folderIn(entries: Entry[], parent: number, name: string): number {
  return add(entries, parent, { name, type: TypeEnum.DIRECTORY, length: 0, children: [] });
}

function add(entries: Entry[], parent: number, entry: Entry): number {
  entries.push(entry);
  entries[parent]?.children?.push(entries.length - 1);
  return entries.length - 1;
}
