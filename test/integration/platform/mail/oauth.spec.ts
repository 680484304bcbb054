import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImapFlow } from 'imapflow';
import Provider from 'oidc-provider';
import { imapOptions, imapSettings } from '../../../../src/platform/mail/inbox/imap-settings.js';
import { OAuthTokens } from '../../../../src/platform/mail/oauth-tokens.js';
import { ImapServer } from '../../../support/imap-server.js';
import { CA_FILE, cleanUp, deferred, MAIL, real, transportTo } from './smtp-world.js';

const SCOPE = 'https://mail.example/.default';
const SECRET = 'planted-client-secret';
let web: Server;
let provider: Provider;
let issuer: string;
let granted = 0;

/** A real authorisation server, as a tenant of the mail provider has one. */
beforeAll(async () => {
  web = createServer();
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'forthwith', client_secret: SECRET, grant_types: ['client_credentials'] },
        ...{ redirect_uris: [], response_types: [], scope: SCOPE },
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: [SCOPE],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: 600 },
  });
  provider.on('client_credentials.saved', () => (granted += 1));
  const answer = provider.callback();
  web.on('request', (request, response) => void answer(request, response));
});
afterAll(() => new Promise((resolve) => web.close(resolve)));
afterEach(cleanUp);
beforeEach(() => {
  granted = 0;
});

const tokens = (more: { readonly clientSecret?: string; readonly now?: () => number } = {}) =>
  new OAuthTokens({ issuer, clientId: 'forthwith', clientSecret: more.clientSecret ?? SECRET, scope: SCOPE }, more.now);
const isGood = async (user: string, token: string): Promise<boolean> =>
  user === 'vorgaenge@kammer.example' && (await provider.ClientCredentials.find(token))?.scope === SCOPE;
const auth = { user: 'vorgaenge@kammer.example', pass: '' };

test('a token is kept until shortly before its end, and asked for once by however many wait', async () => {
  let now = 0;
  const kept = tokens({ now: () => now });
  const [one, two] = await Promise.all([kept.token(), kept.token()]);
  expect([one === two, await kept.token()]).toEqual([true, one]);
  expect(granted).toBe(1);
  now = 539_000;
  expect(await kept.token()).toBe(one);
  now = 541_000;
  expect(await kept.token()).not.toBe(one);
  expect(granted).toBe(2);
});

describe('a mail server that takes XOAUTH2 only', () => {
  const oauthOnly = () =>
    real({
      ...{ authOptional: false, authMethods: ['XOAUTH2'] },
      onAuth: ({ method, username = '', accessToken = '' }, _session, done) => {
        void isGood(username, accessToken).then((good) =>
          method === 'XOAUTH2' && good ? done(null, { user: username }) : done(new Error('no')),
        );
      },
    });

  test('is signed in to with a token', async () => {
    const server = await oauthOnly();
    const source = tokens();
    const transport = transportTo(server.port, { caFile: CA_FILE, auth, token: (renew) => source.token(renew) });
    expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
    expect(server.contents).toHaveLength(1);
  });

  test('a token that was taken back is asked for anew', async () => {
    const server = await oauthOnly();
    const source = tokens();
    await (await provider.ClientCredentials.find(await source.token()))?.destroy();
    const transport = transportTo(server.port, { caFile: CA_FILE, auth, token: (renew) => source.token(renew) });
    expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
    expect(granted).toBe(2);
  });

  test('a wrong secret is deferred for authentication, and stands in no message', async () => {
    const server = await oauthOnly();
    const source = tokens({ clientSecret: 'planted-wrong' });
    const transport = transportTo(server.port, { caFile: CA_FILE, auth, token: (renew) => source.token(renew) });
    const result = await transport.send(MAIL);
    expect(result).toMatchObject(deferred('authentication'));
    expect(JSON.stringify(result)).not.toContain('planted');
    expect(server.contents).toEqual([]);
  });
});

test('a mailbox is opened with a token where its address has no password', async () => {
  const imap = await ImapServer.start();
  imap.takesToken = isGood;
  try {
    const source = tokens();
    const [settings] = imapSettings(imap.url().replace('ds:nur-zum-Testen', 'vorgaenge%40kammer.example'));
    const open = async (token: () => Promise<string>): Promise<boolean> => {
      const client = new ImapFlow(await imapOptions(settings ?? fail(), token));
      client.on('error', () => undefined);
      const opened = await client.connect().then(
        () => true,
        () => false,
      );
      client.close();
      return opened;
    };
    expect(await open(() => source.token())).toBe(true);
    expect(await open(() => Promise.resolve('ausgedacht'))).toBe(false);
  } finally {
    await imap.stop();
  }
});

function fail(): never {
  throw new Error('no settings');
}
