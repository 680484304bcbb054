import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './browser.js';
import { eventually } from './eventually.js';
import { preparedDataDir, startProgram, type Program } from './program.js';

/** Less than a test has, so that it is the step that says what it has waited for. */
const PATIENCE_MS = 60_000;

export interface Case {
  readonly id: string;
  readonly reference: string;
  /** Of the DPO's page of it. */
  readonly address: string;
}

/** The program as people start it and a browser before it: one of each for a whole file of tests. */
export class TestBrowser {
  readonly dataDir = preparedDataDir();
  private started: Program | undefined;
  private opened: Browser | undefined;

  /** Open before the first test of a file, gone after its last. */
  static forTests(): TestBrowser {
    const desk = new TestBrowser();
    beforeAll(() => desk.open());
    afterAll(() => desk.close());
    return desk;
  }

  get browser(): Browser {
    return mustBeOpen(this.opened);
  }

  get program(): Program {
    return mustBeOpen(this.started);
  }

  get address(): string {
    return this.program.address;
  }

  /** Somebody's own browser: no cookie of anyone. Its pages let axe in; their policy itself is tested where it is meant. */
  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      ...{ bypassCSP: true, locale: 'de-DE', viewport: { width: 1280, height: 900 } },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  }

  /** Signed in without showing it: the form itself is tried where it is meant. */
  async signedIn(role: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.newPage(options);
    const { email = '', password = '' } = this.program.accounts.find((account) => account.role === role) ?? {};
    const form = await (await page.request.get(`${this.address}/anmelden`)).text();
    const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1];
    const answer = await page.request.post(`${this.address}/anmelden`, {
      ...{ form: { email, password, ...(csrf === undefined ? {} : { csrf }) }, maxRedirects: 0 },
    });
    expect(answer.status()).toBe(303);
    return page;
  }

  /** What staff hand over, told to the API by whoever uses this page; resolves when it has reached the DPO. */
  async handOver(page: Page, fields: Readonly<Record<string, unknown>> = {}): Promise<Case> {
    const told = { channel: 'instagram', message: 'Bitte um Auskunft.', ...fields };
    const { id, reference } = await this.post<{ id: string; reference: string }>(page, '', told);
    await this.forwarded(page, id);
    return { id, reference, address: `${this.address}/vorgaenge/${id}` };
  }

  /** Handed over and taken over by the DPO of this page. */
  async takeOver(page: Page, fields: Readonly<Record<string, unknown>> = {}): Promise<Case> {
    const handedOver = await this.handOver(page, fields);
    await this.post(page, `/${handedOver.id}/commands`, { type: 'acknowledge' });
    return handedOver;
  }

  /** Resolves once the DPO's mail server has accepted it and the log says so. */
  async forwarded(page: Page, id: string): Promise<void> {
    await eventually(async () => {
      const answer = await page.request.get(`${this.address}/api/v1/requests/${id}`);
      const { forwarding } = (await answer.json()) as { forwarding: { state: string } };
      return forwarding.state === 'forwarded' ? true : undefined;
    });
  }

  /** The mails to somebody in the built-in mailbox, oldest first; waits for as many as are expected. */
  async mailsTo(address: string, atLeast = 1): Promise<readonly Email[]> {
    return eventually(async () => {
      const mails = (await this.mails()).filter(({ to }) =>
        (to ?? []).some((recipient) => recipient.address?.includes(address)),
      );
      return mails.length >= atLeast ? mails : undefined;
    });
  }

  /** What the one mail with this in its subject says, once it is there. */
  async mailAbout(subject: string): Promise<string> {
    return eventually(async () => (await this.mails()).find((mail) => mail.subject?.includes(subject))?.text);
  }

  /** What a page of the program would tell its API. */
  async post<T>(page: Page, path: string, data: object): Promise<T> {
    // As a page of the program would: a request with a cookie from anywhere else is refused.
    const headers = { origin: this.address };
    const answer = await page.request.post(`${this.address}/api/v1/requests${path}`, { data, headers });
    expect([path, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([path, answer.status(), '']);
    return (await answer.json()) as T;
  }

  private async mails(): Promise<Email[]> {
    const folder = join(this.dataDir, 'mailbox');
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    return Promise.all(
      names.sort().map((name) => PostalMime.parse(readFileSync(join(folder, name)), { forceRfc822Attachments: true })),
    );
  }

  private async open(): Promise<void> {
    [this.started, this.opened] = await Promise.all([startProgram(this.dataDir), openBrowser()]);
  }

  private async close(): Promise<void> {
    await this.opened?.close();
    await this.started?.stop();
    // What the program started may still be writing its last line.
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}

function mustBeOpen<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error('the desk opens with the first test');
  }
  return part;
}
