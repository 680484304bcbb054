import { commandLineActor } from '../../../src/audit/actor.js';
import { TokensService } from '../../../src/identity/tokens.service.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { takenOverDaysAgo } from '../../support/stated.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';

export const PERSON = 'aurelia.beispiel@post.example';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Shown;
}

export interface Shown {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly version: number;
  readonly created?: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor: string | null;
  readonly title?: string;
  readonly detail?: string;
  readonly possible?: readonly string[];
  readonly missing?: readonly unknown[];
  readonly errors?: readonly { field: string; code: string; limit?: string | number }[];
  readonly [more: string]: unknown;
}

export type Headed = Readonly<Record<string, string>>;

export const day = (daysAgo: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(Date.now() - daysAgo * 86_400_000));
export const today = day(0);

/** Programs of the chamber that work on its cases over HTTP, each with a token of its own. */
export class ApiWorld {
  private constructor(
    readonly app: TestApplication,
    readonly staff: string,
    readonly dpo: string,
    readonly auditor: string,
    /** The DPO of another organisation. */
    readonly foreign: string,
  ) {}

  static async start(): Promise<ApiWorld> {
    const app = await startTestApplication();
    const { application } = app.running;
    const sister = await application.get(OrganisationsService).importProfile({ ...CHAMBER, slug: 'schwester' });
    const email = 'dsb@schwester.example';
    await application.get(UsersService).add(commandLineActor(sister.organisationId), { email, role: 'dpo' });
    const foreign = await application.get(TokensService).issue(email, 'x');
    return new ApiWorld(app, await app.token('staff'), await app.token('dpo'), await app.token('auditor'), foreign);
  }

  async call(method: string, path: string, token: string, body?: unknown, headers: Headed = {}): Promise<Answer> {
    const response = await fetch(`${this.app.address}/api/v1${path}`, {
      method,
      headers: {
        ...{ authorization: `Bearer ${token}`, ...headers },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : {}) as Shown };
  }

  /** As `call`, as a form with files. */
  async form(path: string, fields: Headed, files: Headed, headers: Headed = {}, token = this.dpo): Promise<Answer> {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    Object.entries(files).forEach(([name, text]) => form.append('files', new Blob([text]), name));
    const response = await fetch(`${this.app.address}/api/v1${path}`, {
      ...{ method: 'POST', body: form },
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Shown };
  }

  async recorded(rights: readonly string[] = ['access']): Promise<Shown> {
    const { body } = await this.call('POST', '/requests', this.staff, {
      ...{ channel: 'email', message: 'Es geht um meine Daten.', from: 'Aurelia Beispiel', contact: PERSON, rights },
      ...{ receivedAt: new Date(Date.now() - 40 * 86_400_000).toISOString(), lateReason: 'Urlaub' },
    });
    return body;
  }

  /** Came in so long ago that what follows may lie in the past. */
  async takenOver(rights: readonly string[] = ['access']): Promise<string> {
    const { id } = await this.recorded(rights);
    await this.did(id, { type: 'acknowledge' });
    await takenOverDaysAgo(this.app, id, 40);
    return id;
  }

  command(id: string, body: object, headers: Headed = {}, token = this.dpo): Promise<Answer> {
    return this.call('POST', `/requests/${id}/commands`, token, body, headers);
  }

  /** As `command`, and it must succeed. */
  async did(id: string, body: object): Promise<Shown> {
    const { status, body: shown } = await this.command(id, body);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}: ${JSON.stringify(shown)}`);
    }
    return shown;
  }

  /** As `did`, for what it has made. */
  async made(id: string, body: object): Promise<string> {
    const { created } = await this.did(id, body);
    if (created === undefined) {
      throw new Error(`nothing was made by ${JSON.stringify(body)}`);
    }
    return created;
  }

  read(id: string, what: string, token = this.dpo): Promise<Answer> {
    return this.call('GET', `/requests/${id}/${what}`, token);
  }

  async forwarded(id: string): Promise<void> {
    await eventually(async () => {
      const { body } = await this.call('GET', `/requests/${id}`, this.dpo);
      return (body['forwarding'] as { forwardedAt: string | null }).forwardedAt === null ? undefined : true;
    });
  }

  /** The text of the newest mail to this address that fits. */
  async mailTo(address: string, fits: RegExp): Promise<string> {
    return eventually(async () => {
      const list = (await this.app.mailbox.listMails(1_000)).filter(({ to }) => to.includes(address));
      const mails = await Promise.all(list.map(({ id }) => this.app.mailbox.readMail(id)));
      return mails.map((mail) => `${mail?.subject ?? ''}\n${mail?.text ?? ''}`).find((text) => fits.test(text));
    });
  }

  /** What people did to a request, in order; the program's own work and what was only read are left out. */
  async deeds(id: string): Promise<readonly string[]> {
    return (await this.entries(id))
      .filter(({ event, actor }) => actor !== 'system' && event !== 'content.read')
      .map(({ event }) => event);
  }

  async entries(id: string): Promise<readonly { readonly event: string; readonly actor: string }[]> {
    return this.app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ bytes: Buffer }>(
        'SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index',
        [id],
      );
      return rows.map(({ bytes }) => JSON.parse(bytes.toString()) as { event: string; actor: string });
    });
  }
}
