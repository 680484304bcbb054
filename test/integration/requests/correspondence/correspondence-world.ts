import { createTransport } from 'nodemailer';
import { eventually, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';

export const PERSON = 'aurelia.beispiel@post.example';
export const DSB = 'forthwith@localhost.localdomain';

export interface Sent {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly header: (name: string) => string;
}

/** A case that was taken over, its DPO, and what happens between them and the person. */
export class CorrespondenceWorld {
  private constructor(
    readonly app: TestApplication,
    readonly dpo: Visitor,
    private readonly staff: string,
  ) {}

  static async on(app: TestApplication, email = 'dsb@kammer.example'): Promise<CorrespondenceWorld> {
    return new CorrespondenceWorld(app, await Visitor.signedIn(app, email, 'dpo'), await app.token('staff'));
  }

  async takenOver(contact = PERSON, right = 'access'): Promise<{ id: string; reference: string; page: string }> {
    const response = await fetch(`${this.app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ channel: 'email', message: 'Bitte um Auskunft.', from: 'Aurelia Beispiel', contact, rights: [right] },
      }),
    });
    const made = (await response.json()) as { id: string; reference: string };
    await this.dpo.post(`/vorgaenge/${made.id}/uebernehmen`, {}, `/vorgaenge/${made.id}`);
    return { ...made, page: `/vorgaenge/${made.id}/schriftverkehr` };
  }

  /** The fields of the form that a template opens. */
  async form(page: string, kind: string, visitor = this.dpo): Promise<Record<string, string>> {
    return fieldsOf(await visitor.page(`${page}?vorlage=${kind}&sprache=de`));
  }

  /** Opens a template, writes into its gaps and sends it. */
  async write(page: string, kind: string, more: Record<string, string> = {}): Promise<Response> {
    const fields = await this.form(page, kind);
    const body = (fields['body'] ?? '').replaceAll(/\[…[^\]]*\]/g, 'weil es so ist');
    return this.dpo.send(page, { ...fields, body, action: 'send', ...more });
  }

  /** The mail to this address that fits, as soon as it is there. */
  async sentTo(address: string, fits: (mail: Sent) => boolean = () => true): Promise<Sent> {
    return eventually(async () => {
      const list = (await this.app.mailbox.listMails(1_000)).filter(({ to }) => to.includes(address));
      const mails = await Promise.all(list.map(({ id }) => this.app.mailbox.readMail(id)));
      return mails
        .flatMap((mail) => (mail === undefined ? [] : [mail]))
        .map(({ from, to, subject, text, headers }) => ({
          ...{ from, to, subject, text: text ?? '' },
          header: (name: string) => headers.find((one) => one.name === name)?.value ?? '',
        }))
        .find(fits);
    });
  }

  /** As the person's mail program does: bytes as they are, to the built-in mail server. */
  async arrives(to: string, lines: readonly string[]): Promise<void> {
    const { host, port } = this.app.mailbox.settings;
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true });
    await transport.sendMail({ envelope: { from: PERSON, to }, raw: lines.join('\r\n') });
    transport.close();
  }

  async events(id: string): Promise<readonly { event: string; facts: Record<string, unknown> }[]> {
    return this.app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ bytes: Buffer }>(
        'SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index',
        [id],
      );
      return rows.map(
        ({ bytes }) => JSON.parse(bytes.toString('utf8')) as { event: string; facts: Record<string, unknown> },
      );
    });
  }

  async messages(id: string): Promise<readonly Record<string, unknown>[]> {
    return this.app.database.asOwner(async (client) => {
      const { rows } = await client.query<Record<string, unknown>>(
        'SELECT * FROM case_message WHERE rights_request_id = $1 ORDER BY created_at, id',
        [id],
      );
      return rows;
    });
  }
}

/** Of the writing form: what a browser would send. */
export function fieldsOf(html: string): Record<string, string> {
  const form = /<form[^>]*id="formular"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, value] = [/ name="([^"]*)"/.exec(tag)?.[1], / value="([^"]*)"/.exec(tag)?.[1] ?? ''];
    const isChoice = / type="(radio|checkbox)"/.test(tag);
    if (name !== undefined && (!isChoice || / checked/.test(tag))) {
      fields[name] = plain(value);
    }
  }
  for (const [, attributes = '', text = ''] of form.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    fields[/name="([^"]*)"/.exec(attributes)?.[1] ?? ''] = plain(text);
  }
  return fields;
}

function plain(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
