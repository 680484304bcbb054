import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** A container is killed ten seconds after it was asked to stop: what is not answered by then is let go. */
const GRACE_MS = 8_000;

/**
 * The connections of a server, so that it can stop when it is asked to. Node closes those that are idle at that moment;
 * one whose answer is under way is kept alive for 72 seconds after it, and one that never asked anything (a browser
 * opens some ahead) for as long as it likes. Here the first ends with its answer and the second at once.
 */
export class OpenConnections {
  readonly #answersDue = new Map<Socket, number>();
  #closing = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#answersDue.set(socket, 0);
      socket.once('close', () => this.#answersDue.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#count(socket, 1);
      response.once('close', () => this.#count(socket, -1));
    });
  }

  /** Lets what is asked be answered while `close` runs, and nothing else hold it up. */
  async during(close: () => Promise<void>): Promise<void> {
    this.#closing = true;
    const closed = close();
    [...this.#answersDue.keys()].forEach((socket) => this.#endIdle(socket));
    const grace = setTimeout(() => this.server.closeAllConnections(), GRACE_MS);
    await closed.finally(() => clearTimeout(grace));
  }

  #count(socket: Socket, more: 1 | -1): void {
    const due = this.#answersDue.get(socket);
    if (due !== undefined) {
      this.#answersDue.set(socket, due + more);
      this.#endIdle(socket);
    }
  }

  #endIdle(socket: Socket): void {
    if (this.#closing && this.#answersDue.get(socket) === 0) {
      socket.destroySoon();
    }
  }
}
