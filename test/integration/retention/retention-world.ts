import { civilDateIn } from '../../../src/domain/civil-date.js';
import { systemActor, type Actor } from '../../../src/audit/actor.js';
import { ErasureSweep } from '../../../src/retention/erasure-sweep.js';
import { ErasuresService } from '../../../src/retention/erasures.service.js';
import { eventually, startTestApplication, type TestApplication, type TestOptions } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { stated } from '../../support/stated.js';

export const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;

/** The program with a clock that can go ahead; what is recorded has the time of the database, as in life. */
export class RetentionWorld {
  readonly clock = new FixedClock(new Date());
  private started: TestApplication | undefined;
  private readonly tokens = new Map<string, string>();

  async start(options: TestOptions = {}): Promise<void> {
    this.started = await startTestApplication({ clock: this.clock, ...options });
    for (const role of ['staff', 'dpo', 'auditor', 'admin'] as const) {
      this.tokens.set(role, await this.app.token(role));
    }
  }

  get app(): TestApplication {
    if (this.started === undefined) {
      throw new Error('start first');
    }
    return this.started;
  }

  get system(): Actor {
    return systemActor(this.app.organisationId);
  }

  get sweep(): ErasureSweep {
    return this.app.running.application.get(ErasureSweep);
  }

  get erasures(): ErasuresService {
    return this.app.running.application.get(ErasuresService);
  }

  /** As a person who looks at the clock every day: nothing is halted. */
  passDays(days: number): Promise<void> {
    this.clock.advance(days * DAY_MS);
    return this.believe();
  }

  async believe(): Promise<void> {
    await this.app.database.asOwner((client) =>
      client.query(
        `INSERT INTO retention_run (organisation_id, looked_at) VALUES ($1, $2)
         ON CONFLICT (organisation_id) DO UPDATE SET looked_at = $2, ran_on = NULL, halted_at = NULL`,
        [this.app.organisationId, this.clock.now()],
      ),
    );
  }

  async call(method: string, path: string, body?: object, role = 'dpo', headers: Record<string, string> = {}) {
    const response = await fetch(`${this.app.address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.tokens.get(role) ?? role}`,
        // Its clock jumps by weeks: no connection is kept that the server may think is old.
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
    };
  }

  async command(id: string, body: object): Promise<void> {
    const answer = await this.call('POST', `/requests/${id}/commands`, body);
    expect([body, answer.status, answer.status < 300 ? '' : answer.text]).toEqual([body, answer.status, '']);
  }

  /** Handed over, taken over, taken back by the person, closed: nothing was refused. */
  async closed(fields: object = {}): Promise<string> {
    // What is recorded has the time of the database: each case begins and ends today.
    this.clock.set(new Date());
    await this.believe();
    const { body } = await this.call(
      'POST',
      '/requests',
      {
        ...{ channel: 'instagram', message: 'Geheimwort Lindenblüte', rights: ['access'] },
        ...{ from: 'Aurelia Sonnenschein', contact: 'aurelia@post.example', ...fields },
      },
      'staff',
    );
    const id = String(body['id']);
    await this.command(id, { type: 'acknowledge' });
    await this.command(id, { type: 'retract', ...stated(civilDateIn(new Date(), ZONE)) });
    await this.command(id, { type: 'close' });
    return id;
  }

  async rows<Row extends Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return this.app.database.asOwner(async (client) => (await client.query<Row>(sql, values)).rows);
  }

  async count(sql: string, ...values: unknown[]): Promise<number> {
    const [row] = await this.rows<{ count: string }>(`SELECT count(*) AS count FROM ${sql}`, ...values);
    return Number(row?.count);
  }

  /** What was recorded of a request, as facts. */
  async entries(id: string, event: string): Promise<Record<string, unknown>[]> {
    const found = await this.rows<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE rights_request_id = $1 AND event = $2 ORDER BY index',
      id,
      event,
    );
    return found.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { facts: Record<string, unknown> }).facts);
  }

  /** What lies outside the database is gone too. */
  async swept(): Promise<void> {
    await eventually(async () => ((await this.count('erasure WHERE swept_at IS NULL')) === 0 ? true : undefined));
  }

  stop(): Promise<void> {
    return this.app.stop();
  }
}
