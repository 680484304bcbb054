import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What to do when a line of this command arrives: answer, or something drastic with the connection. */
export type Reaction = string | ((socket: Socket) => void);

export interface Script {
  readonly greeting?: Reaction;
  readonly EHLO?: Reaction;
  readonly MAIL?: Reaction;
  readonly RCPT?: string | ((line: string) => string);
  readonly DATA?: Reaction;
  /** The whole content has arrived. */
  readonly content?: Reaction;
}

export const silence = (): void => undefined;
export const hangUp = (socket: Socket): void => void socket.destroy();

const WELCOME: Required<Omit<Script, 'RCPT'>> = {
  greeting: '220 ready',
  EHLO: '250-here\r\n250 PIPELINING',
  MAIL: '250 ok',
  DATA: '354 go on',
  content: '250 taken',
};

/** A mail server that does exactly what a test says, and writes down every byte it is told. */
export class ScriptedServer {
  received = '';
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(private readonly script: Script) {}

  async start(): Promise<this> {
    const server = createServer((socket) => this.talk(socket));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.server?.address() as AddressInfo).port;
  }

  dropAll(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  async stop(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => this.server?.close(() => resolve()));
  }

  private talk(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    let rest = '';
    let inContent = false;
    this.react(socket, this.script.greeting ?? WELCOME.greeting);
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inContent) {
          inContent = line !== '.';
          if (!inContent) {
            this.react(socket, this.script.content ?? WELCOME.content);
          }
        } else {
          inContent = this.command(socket, line);
        }
      }
    });
  }

  /** True if content follows. */
  private command(socket: Socket, line: string): boolean {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') {
      const rcpt = this.script.RCPT ?? '250 ok';
      const answer = typeof rcpt === 'function' ? rcpt(line) : rcpt;
      this.react(socket, answer);
      return false;
    }
    if (verb === 'EHLO' || verb === 'MAIL' || verb === 'DATA') {
      const reaction = this.script[verb] ?? WELCOME[verb];
      this.react(socket, reaction);
      return verb === 'DATA' && typeof reaction === 'string' && reaction.startsWith('354');
    }
    this.react(socket, verb === 'QUIT' ? '221 bye' : '502 unknown');
    return false;
  }

  private react(socket: Socket, reaction: Reaction): void {
    if (typeof reaction === 'string') {
      socket.write(`${reaction}\r\n`);
    } else {
      reaction(socket);
    }
  }
}
