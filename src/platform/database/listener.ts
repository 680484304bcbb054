import { Client, type ClientConfig } from 'pg';
import type { PgConnection } from './connection.js';

/** `payload`: what the sender put into the notification; empty when it only may have been missed. */
export type Wake = (payload: string) => void;

/** Keep-alive: firewalls drop idle connections silently. */
const KEEPALIVE_MS = 10_000;
const RECONNECT_MS = 1_000;

/**
 * LISTEN on a connection of its own. A notification is only a hint: consumers also poll, so a lost connection costs seconds,
 * never work.
 */
export class NotificationListener {
  private readonly wakes = new Map<string, Set<Wake>>();
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly connection: PgConnection) {}

  on(channel: string, wake: Wake): void {
    const wakes = this.wakes.get(channel) ?? new Set();
    wakes.add(wake);
    this.wakes.set(channel, wakes);
  }

  async start(): Promise<void> {
    const client = new Client(clientConfig(this.connection));
    client.on('notification', ({ channel, payload = '' }) => {
      this.wakes.get(channel)?.forEach((wake) => wake(payload));
    });
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    this.client = client;
    await client.connect();
    for (const channel of this.wakes.keys()) {
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    }
    this.timer = setInterval(() => {
      client.query('SELECT 1').catch(() => this.reconnect(client));
    }, KEEPALIVE_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private reconnect(lost: Client | undefined): void {
    if (this.stopped || lost === undefined || this.client !== lost) {
      return;
    }
    this.client = undefined;
    clearInterval(this.timer);
    lost.end().catch(() => undefined);
    const again = (): void => {
      if (!this.stopped) {
        this.start()
          // What was missed meanwhile is found by looking once.
          .then(() => this.wakes.forEach((wakes) => wakes.forEach((wake) => wake(''))))
          .catch(() => this.reconnect(this.client));
      }
    };
    setTimeout(again, RECONNECT_MS).unref();
  }
}

function clientConfig(connection: PgConnection): ClientConfig {
  return 'url' in connection
    ? { connectionString: connection.url, application_name: 'forthwith-listener' }
    : { ...connection, application_name: 'forthwith-listener' };
}
