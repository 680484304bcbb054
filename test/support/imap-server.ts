import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One mail of the small server's mailbox. */
export interface StoredMail {
  readonly uid: number;
  readonly raw: Buffer;
  readonly at: Date;
  readonly flags: Set<string>;
}

/** What may go wrong, set by a test whenever it likes. */
export interface ImapFaults {
  refuseLogin?: boolean;
  folderGone?: boolean;
  /** The line is cut when this many whole bodies have been asked for. */
  cutAfterBodies?: number;
  /** The line is cut in the middle of the next body. */
  cutInBody?: boolean;
  /** Each IDLE is ended by the server. */
  endIdle?: boolean;
  readOnly?: boolean;
}

/**
 * A small IMAP4rev1 server over a real socket (RFC 3501), for one account and one folder: what our client asks of it, and
 * the faults of real ones. It keeps what was asked of it, so that a test can say what was never fetched.
 */
export class ImapServer {
  readonly mails: StoredMail[] = [];
  readonly faults: ImapFaults = {};
  readonly commands: string[] = [];
  /** UIDs whose whole body was fetched. */
  readonly bodies: number[] = [];
  logins = 0;
  /** Takes XOAUTH2 and no password; whether it is good. */
  takesToken: ((user: string, token: string) => Promise<boolean>) | undefined;
  uidValidity = 1;
  private nextUid = 1;
  private readonly sockets = new Set<Socket>();
  private readonly idle = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ImapServer> {
    const server = createServer();
    const imap = new ImapServer(server);
    server.on('connection', (socket) => imap.serve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return imap;
  }

  /** `path`: a folder, and what follows it. */
  url(path = ''): string {
    return `imap://ds:nur-zum-Testen@127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  deliver(raw: string | Buffer | readonly string[], { at = new Date(), flags = [] as readonly string[] } = {}): number {
    const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(typeof raw === 'string' ? raw : raw.join('\r\n'));
    const uid = this.nextUid;
    this.nextUid += 1;
    this.mails.push({ uid, raw: bytes, at, flags: new Set(flags) });
    this.idle.forEach((tell) => tell());
    return uid;
  }

  /** As after a restored backup: the same mails under other numbers. */
  renumber(): void {
    this.uidValidity += 1;
    const mails = this.mails.splice(0);
    this.nextUid = 1;
    mails.forEach(({ raw, at, flags }) => this.deliver(raw, { at, flags: [...flags] }));
    this.cut();
  }

  cut(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  isSeen(uid: number): boolean {
    return this.mails.find((mail) => mail.uid === uid)?.flags.has('\\Seen') === true;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    new Session(this, socket, this.idle).greet();
  }
}

class Session {
  private buffer = '';
  private idleTag: string | undefined;
  private told = 0;
  private readonly tell = (): void => {
    this.told = this.server.mails.length;
    this.line(`* ${this.told} EXISTS`);
  };

  constructor(
    private readonly server: ImapServer,
    private readonly socket: Socket,
    private readonly idle: Set<() => void>,
  ) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('close', () => idle.delete(this.tell));
  }

  greet(): void {
    this.line(`* OK [CAPABILITY ${this.capabilities}] ready`);
  }

  private get capabilities(): string {
    const auth = this.server.takesToken === undefined ? '' : ' SASL-IR AUTH=XOAUTH2';
    return `IMAP4rev1 IDLE UIDPLUS LITERAL+${auth}`;
  }

  private async authenticate(tag: string, answer: string): Promise<void> {
    this.server.logins += 1;
    const [, user = '', token = ''] =
      /^user=(.*?)\x01auth=Bearer (.*?)\x01\x01$/.exec(Buffer.from(answer, 'base64').toString('utf8')) ?? [];
    if ((await this.server.takesToken?.(user, token)) === true) {
      this.line(`${tag} OK in`);
    } else {
      this.line(`${tag} NO [AUTHENTICATIONFAILED] no`);
    }
  }

  private read(text: string): void {
    this.buffer += text;
    for (let end = this.buffer.indexOf('\r\n'); end >= 0; end = this.buffer.indexOf('\r\n')) {
      const line = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 2);
      this.command(line);
    }
  }

  private command(line: string): void {
    if (line.toUpperCase() === 'DONE') {
      this.idle.delete(this.tell);
      this.line(`${this.idleTag ?? '*'} OK done`);
      return;
    }
    const [tag = '', first = '', ...rest] = line.split(' ');
    const verb = first.toUpperCase() === 'UID' ? `UID ${rest.shift()?.toUpperCase() ?? ''}` : first.toUpperCase();
    this.server.commands.push(verb);
    this.answer(tag, verb, rest.join(' '));
  }

  private answer(tag: string, verb: string, rest: string): void {
    const { faults } = this.server;
    switch (verb) {
      case 'LOGIN':
        this.server.logins += 1;
        return this.line(faults.refuseLogin === true ? `${tag} NO [AUTHENTICATIONFAILED] no` : `${tag} OK in`);
      case 'AUTHENTICATE':
        return void this.authenticate(tag, rest.split(' ')[1] ?? '');
      case 'CAPABILITY':
        this.line(`* CAPABILITY ${this.capabilities}`);
        return this.line(`${tag} OK`);
      case 'NAMESPACE':
        this.line('* NAMESPACE (("" "/")) NIL NIL');
        return this.line(`${tag} OK`);
      case 'LIST':
      case 'LSUB':
        if (faults.folderGone !== true) {
          this.line(`* ${verb} () "/" INBOX`);
        }
        return this.line(`${tag} OK`);
      case 'SELECT':
      case 'EXAMINE':
        return this.select(tag);
      case 'UID SEARCH':
        return this.search(tag, rest);
      case 'UID FETCH':
        return this.fetch(tag, rest);
      case 'UID STORE':
        return this.store(tag, rest);
      case 'IDLE':
        this.idleTag = tag;
        this.line('+ idling');
        this.idle.add(this.tell);
        // What came meanwhile is said with the next command (RFC 3501 s5.2).
        if (this.told !== this.server.mails.length) {
          this.tell();
        }
        if (faults.endIdle === true) {
          this.socket.destroy();
        }
        return;
      case 'LOGOUT':
        this.line('* BYE');
        this.line(`${tag} OK`);
        return void this.socket.end();
      case 'NOOP':
        this.tell();
        return this.line(`${tag} OK`);
      default:
        return this.line(`${tag} BAD unknown`);
    }
  }

  private select(tag: string): void {
    if (this.server.faults.folderGone === true) {
      return this.line(`${tag} NO [NONEXISTENT] no such folder`);
    }
    this.line('* FLAGS (\\Seen \\Deleted)');
    this.line('* OK [PERMANENTFLAGS (\\Seen \\*)] ok');
    this.tell();
    this.line('* 0 RECENT');
    this.line(`* OK [UIDVALIDITY ${this.server.uidValidity}] ok`);
    this.line(`${tag} OK [READ-WRITE] selected`);
  }

  private search(tag: string, rest: string): void {
    const range = /UID (\S+)/i.exec(rest)?.[1] ?? '1:*';
    const found = this.inRange(range).map(({ uid }) => uid);
    this.line(`* SEARCH ${found.join(' ')}`.trimEnd());
    this.line(`${tag} OK`);
  }

  private fetch(tag: string, rest: string): void {
    const [range = '', ...items] = rest.split(' ');
    const wanted = items.join(' ');
    for (const mail of this.inRange(range)) {
      const parts = [`UID ${mail.uid}`];
      if (/FLAGS/.test(wanted)) {
        parts.push(`FLAGS (${[...mail.flags].join(' ')})`);
      }
      if (/INTERNALDATE/.test(wanted)) {
        parts.push(`INTERNALDATE "${internalDate(mail.at)}"`);
      }
      if (/RFC822\.SIZE/.test(wanted)) {
        parts.push(`RFC822.SIZE ${mail.raw.length}`);
      }
      const fields = /BODY\.PEEK\[HEADER\.FIELDS \(([^)]*)\)\]/i.exec(wanted)?.[1];
      if (fields !== undefined) {
        const head = headOf(mail.raw, fields.replaceAll('"', '').split(' '));
        parts.push(`BODY[HEADER.FIELDS (${fields})] {${head.length}}\r\n${head}`);
      }
      if (/BODY\.PEEK\[\]/.test(wanted)) {
        this.server.bodies.push(mail.uid);
        const { faults } = this.server;
        if (faults.cutAfterBodies === this.server.bodies.length || faults.cutInBody === true) {
          faults.cutInBody = false;
          this.socket.write(
            `* ${mail.uid} FETCH (BODY[] {${mail.raw.length}}\r\n${mail.raw.toString('latin1', 0, 20)}`,
          );
          return void this.socket.destroy();
        }
        parts.push(`BODY[] {${mail.raw.length}}\r\n${mail.raw.toString('latin1')}`);
      }
      this.line(`* ${this.server.mails.indexOf(mail) + 1} FETCH (${parts.join(' ')})`);
    }
    this.line(`${tag} OK`);
  }

  private store(tag: string, rest: string): void {
    if (this.server.faults.readOnly === true) {
      return this.line(`${tag} NO read-only`);
    }
    const [range = ''] = rest.split(' ');
    const flags = /\(([^()]*)\)/.exec(rest)?.[1]?.split(' ') ?? [];
    this.inRange(range).forEach((mail) => flags.forEach((flag) => mail.flags.add(flag)));
    this.line(`${tag} OK`);
  }

  /** A `*` is the last mail, however small its number (RFC 3501 s9, seq-range). */
  private inRange(range: string): readonly StoredMail[] {
    const { mails } = this.server;
    const last = mails.at(-1)?.uid ?? 0;
    const spans = range.split(',').map((span) => span.split(':').map((end) => (end === '*' ? last : Number(end))));
    return mails.filter(({ uid }) => spans.some(([a = 0, b = a]) => uid >= Math.min(a, b) && uid <= Math.max(a, b)));
  }

  private line(text: string): void {
    if (!this.socket.destroyed) {
      this.socket.write(Buffer.from(`${text}\r\n`, 'latin1'));
    }
  }
}

function headOf(raw: Buffer, names: readonly string[]): string {
  const text = raw.toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const lines = (end < 0 ? text : text.slice(0, end)).split(/\r?\n(?![ \t])/);
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return [...lines.filter((line) => wanted.has(line.split(':')[0]?.toLowerCase() ?? '')), '', ''].join('\r\n');
}

function internalDate(at: Date): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
