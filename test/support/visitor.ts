import { commandLineActor } from '../../src/audit/actor.js';
import type { UserRole } from '../../src/identity/user-role.js';
import { UsersService } from '../../src/identity/users.service.js';
import type { TestApplication } from './application.js';

export const PASSWORD = 'ein-langes-Kennwort-27';

/** Somebody with a browser that keeps cookies and follows no redirect by itself. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly app: TestApplication) {}

  /** A fresh account with these roles, signed in as people do. */
  static async signedIn(app: TestApplication, email: string, ...roles: UserRole[]): Promise<Visitor> {
    for (const role of roles) {
      await app.running.application
        .get(UsersService)
        .add(commandLineActor(app.organisationId), { email, role, password: PASSWORD });
    }
    const visitor = new Visitor(app);
    await visitor.signIn(email, PASSWORD);
    return visitor;
  }

  async signIn(email: string, password: string): Promise<Response> {
    return this.post('/anmelden', { email, password }, '/anmelden');
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** As when the browser has thrown it away. */
  forget(name: string): void {
    this.cookies.delete(name);
  }

  async get(path: string): Promise<Response> {
    return this.keep(await fetch(`${this.app.address}${path}`, { redirect: 'manual', headers: this.headers() }));
  }

  async page(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  /** Sends a form with the token found on the page it stands on. */
  async post(path: string, fields: Record<string, string>, from: string): Promise<Response> {
    return this.send(path, { csrf: await this.tokenOn(from), ...fields });
  }

  async tokenOn(path: string): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec(await this.page(path))?.[1] ?? '';
  }

  /** As it stands, with no token of its own. */
  async send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(`${this.app.address}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...this.headers(), 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields),
    });
    return this.keep(answer);
  }

  /** What a page of the program tells the API. */
  async json(path: string, body: object): Promise<Response> {
    return this.keep(
      await fetch(`${this.app.address}${path}`, {
        method: 'POST',
        headers: { ...this.headers(), 'content-type': 'application/json', origin: this.app.address },
        body: JSON.stringify(body),
      }),
    );
  }

  /** A form with files. */
  async upload(path: string, form: FormData): Promise<Response> {
    return this.keep(
      await fetch(`${this.app.address}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: this.headers(),
        body: form,
      }),
    );
  }

  private headers(): Record<string, string> {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}
