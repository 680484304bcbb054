import type { SMTPServerOptions } from 'smtp-server';
import type { SmtpSettings } from '../../../../src/platform/mail/smtp-settings.js';
import type { DeliveryResult } from '../../../../src/platform/mail/transport.js';
import { hangUp, silence, type Script } from './scripted-server.js';
import {
  CA_FILE,
  CERTIFICATES,
  cleanUp,
  cleanUps,
  deferred,
  IMPATIENT,
  MAIL,
  OTHER_NAME,
  real,
  scripted,
  SECRET,
  TO_TWO,
  transportTo,
} from './smtp-world.js';

afterEach(cleanUp);

describe('what the server says decides', () => {
  test('a final 250 is accepted, with reply, way and address', async () => {
    const server = await scripted({ content: '250-2.0.0 taken\r\n250 as 4711' });
    expect(await transportTo(server.port).send(MAIL)).toEqual({
      outcome: 'accepted',
      code: 250,
      reply: '250-2.0.0 taken\n250 as 4711',
      tls: null,
      remote: `127.0.0.1:${server.port}`,
    });
    expect(server.received).toContain('RCPT TO:<dpo@chamber.example>\r\n');
    expect(server.received).toContain('Message-ID: <forwarding-1@chamber.example>\r\n');
  });

  const withAndWithoutPipelining = ['250-here\r\n250 PIPELINING', '250 here'];
  test.each<[string, Script, object]>([
    ['451 to the sender', { MAIL: '451 4.3.0 later' }, deferred('server-4xx', { code: 451, reply: '451 4.3.0 later' })],
    [
      '450 to the recipient',
      { RCPT: '450 greylisted' },
      deferred('server-4xx', { code: 450, reply: '450 greylisted' }),
    ],
    ['451 to DATA', { DATA: '451 not now' }, deferred('server-4xx', { code: 451, reply: '451 not now' })],
    ['452 to the content', { content: '452 full' }, deferred('server-4xx', { code: 452, reply: '452 full' })],
    [
      '421 to the content',
      { content: '421 going down' },
      deferred('server-4xx', { code: 421, reply: '421 going down' }),
    ],
    ['503 to the sender', { MAIL: '503 bad sequence' }, deferred('other', { code: 503, reply: '503 bad sequence' })],
    ['550 to the sender', { MAIL: '550 no' }, { outcome: 'refused', code: 550, reply: '550 no', partial: false }],
    [
      '550 to the recipient',
      { RCPT: '550 5.1.1 who' },
      { outcome: 'refused', code: 550, reply: '550 5.1.1 who', partial: false },
    ],
    ['554 to DATA', { DATA: '554 no' }, { outcome: 'refused', code: 554, reply: '554 no', partial: false }],
    [
      '554 to the content',
      { content: '554 5.7.1 no' },
      { outcome: 'refused', code: 554, reply: '554 5.7.1 no', partial: false },
    ],
    [
      '530 to the sender',
      { MAIL: '530 5.7.0 sign in' },
      deferred('authentication', { code: 530, reply: '530 5.7.0 sign in' }),
    ],
    ['554 instead of a greeting', { greeting: '554 not you' }, deferred('other', { code: 554, reply: '554 not you' })],
    ['421 instead of a greeting', { greeting: '421 busy' }, deferred('server-4xx', { code: 421, reply: '421 busy' })],
  ])('%s', async (_what, script, expected) => {
    for (const EHLO of withAndWithoutPipelining) {
      const server = await scripted({ EHLO, ...script });
      expect(await transportTo(server.port).send(MAIL)).toEqual(expected);
    }
  });

  test('one recipient refused for good, the other served: refused, and says that somebody has it', async () => {
    const RCPT = (line: string): string => (line.includes('deputy') ? '550 who' : '250 ok');
    const server = await scripted({ RCPT });
    expect(await transportTo(server.port).send(TO_TWO)).toEqual({
      outcome: 'refused',
      code: 550,
      reply: '550 who',
      partial: true,
    });
  });

  test('one recipient put off, the other served: deferred and uncertain, because somebody has it', async () => {
    const RCPT = (line: string): string => (line.includes('deputy') ? '451 later' : '250 ok');
    const server = await scripted({ RCPT });
    expect(await transportTo(server.port).send(TO_TWO)).toEqual(
      deferred('server-4xx', { code: 451, reply: '451 later', uncertain: true }),
    );
  });

  test('more than the server announced to take is refused without offering it', async () => {
    const server = await scripted({ EHLO: '250-here\r\n250 SIZE 100' });
    expect(await transportTo(server.port).send(MAIL)).toMatchObject({ outcome: 'refused', code: null });
    expect(server.received).not.toContain('MAIL FROM');
  });
});

describe('losing contact', () => {
  const attempt = async (script: Script): Promise<DeliveryResult> =>
    transportTo((await scripted(script)).port, { timeouts: IMPATIENT }).send(MAIL);

  test.each<[string, Script, object]>([
    ['hangs up instead of greeting', { greeting: hangUp }, deferred('network')],
    ['never greets', { greeting: silence }, deferred('timeout')],
    ['hangs up on EHLO', { EHLO: hangUp }, deferred('network')],
    ['falls silent on EHLO', { EHLO: silence }, deferred('timeout')],
    ['hangs up on the sender', { MAIL: hangUp }, deferred('network')],
    ['hangs up on DATA', { DATA: hangUp }, deferred('network')],
    ['falls silent on DATA', { DATA: silence }, deferred('timeout')],
    ['hangs up after the content', { content: hangUp }, deferred('network', { uncertain: true })],
    ['falls silent after the content', { content: silence }, deferred('timeout', { uncertain: true })],
    [
      'says half a reply after the content and hangs up',
      { content: (s) => s.end('25') },
      deferred('network', { uncertain: true }),
    ],
    ['talks nonsense', { greeting: 'HTTP/1.1 400 Bad Request' }, deferred('other')],
  ])('a server that %s', async (_what, script, expected) => {
    expect(await attempt(script)).toMatchObject(expected);
  });

  test('nobody listens', async () => {
    const server = await scripted({});
    const { port } = server;
    await server.stop();
    expect(await transportTo(port).send(MAIL)).toEqual(deferred('network'));
  });

  test('a host name that does not exist', async () => {
    const transport = transportTo(25, { host: 'no-such-host.invalid' });
    expect(await transport.send(MAIL)).toMatchObject({ outcome: 'deferred', uncertain: false });
  });

  test('a server that trickles its replies cannot outlast the deadline', async () => {
    const drip = (socket: { write(text: string): unknown; destroyed: boolean }): void => {
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('250-more\r\n')), 20);
      cleanUps.push(() => Promise.resolve(clearInterval(timer)));
    };
    const server = await scripted({ EHLO: drip });
    expect(await transportTo(server.port).send(MAIL, { deadlineMs: 300 })).toEqual(deferred('timeout'));
  });

  test('giving up from outside ends the attempt; after the content it is uncertain', async () => {
    const abort = new AbortController();
    const server = await scripted({ content: () => abort.abort() });
    expect(await transportTo(server.port).send(MAIL, { signal: abort.signal })).toEqual(
      deferred('timeout', { uncertain: true }),
    );
  });

  test('given up before it began, nothing is sent', async () => {
    const server = await scripted({});
    expect(await transportTo(server.port).send(MAIL, { signal: AbortSignal.abort() })).toEqual(deferred('timeout'));
    expect(server.connections).toBe(0);
  });
});

describe('TLS', () => {
  test('STARTTLS with a certificate of the given authority: accepted, and says how it was encrypted', async () => {
    const server = await real({});
    const result = await transportTo(server.port, { requireTls: true, caFile: CA_FILE }).send(MAIL);
    expect(result).toMatchObject({
      outcome: 'accepted',
      tls: { protocol: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/) },
    });
    expect(server.contents[0]).toContain(SECRET);
  });

  test('TLS from the first byte works likewise', async () => {
    const server = await real({ secure: true });
    const result = await transportTo(server.port, { secure: true, requireTls: true, caFile: CA_FILE }).send(MAIL);
    expect(result).toMatchObject({ outcome: 'accepted', tls: { protocol: 'TLSv1.3' } });
  });

  test.each<[string, SMTPServerOptions, Partial<SmtpSettings>]>([
    ['a self-signed certificate', {}, {}],
    ['a self-signed certificate, TLS from the first byte', { secure: true }, { secure: true }],
    ['a certificate for another name', OTHER_NAME, { caFile: new URL('other-name.cert.pem', CERTIFICATES).pathname }],
    ['no TLS newer than 1.1', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }, { caFile: CA_FILE }],
    ['no STARTTLS although TLS is required', { disabledCommands: ['STARTTLS'] }, {}],
  ])('%s: deferred for tls, and the server never hears of the mail', async (_what, options, settings) => {
    const server = await real(options);
    expect(await transportTo(server.port, { requireTls: true, ...settings }).send(MAIL)).toMatchObject(deferred('tls'));
    expect([server.commands, server.contents]).toEqual([[], []]);
  });

  test('a man in the middle who strips STARTTLS gets neither content nor addresses', async () => {
    const server = await scripted({ EHLO: '250 here' });
    expect(await transportTo(server.port, { requireTls: true }).send(MAIL)).toMatchObject(deferred('tls'));
    expect(server.received).not.toMatch(/MAIL|RCPT|DATA|PLANTED|dpo@/);
  });

  test('where TLS is not required it is used when offered, and then the certificate must be good', async () => {
    const server = await real({});
    expect(await transportTo(server.port).send(MAIL)).toMatchObject(deferred('tls'));
    expect(await transportTo(server.port, { caFile: CA_FILE }).send(MAIL)).toMatchObject({
      outcome: 'accepted',
      tls: { protocol: 'TLSv1.3' },
    });
  });
});

describe('signing in', () => {
  const PASSWORD = 'planted-password';
  const needsPassword: SMTPServerOptions = {
    authOptional: false,
    onAuth: (auth, _session, done) =>
      auth.username === 'forthwith' && auth.password === PASSWORD
        ? done(null, { user: 'forthwith' })
        : done(new Error('wrong')),
  };
  const auth = (pass: string): Partial<SmtpSettings> => ({ caFile: CA_FILE, auth: { user: 'forthwith', pass } });

  test('the right password opens', async () => {
    const server = await real(needsPassword);
    expect(await transportTo(server.port, auth(PASSWORD)).send(MAIL)).toMatchObject({ outcome: 'accepted' });
  });

  test('a wrong password is deferred for authentication: the mail is not at fault', async () => {
    const server = await real(needsPassword);
    expect(await transportTo(server.port, auth('other')).send(MAIL)).toMatchObject(
      deferred('authentication', { code: 535 }),
    );
  });

  test('no password where one is needed is deferred for authentication', async () => {
    const server = await real(needsPassword);
    expect(await transportTo(server.port, { caFile: CA_FILE }).send(MAIL)).toMatchObject(
      deferred('authentication', { code: 530 }),
    );
  });

  test('the password never goes over a connection without TLS, whatever the settings allow', async () => {
    const server = await scripted({ EHLO: '250-here\r\n250 AUTH PLAIN LOGIN' });
    const result = await transportTo(server.port, { ...auth(PASSWORD), requireTls: false }).send(MAIL);
    expect(result).toMatchObject(deferred('tls'));
    expect(server.received).not.toContain('AUTH');
  });
});

test.each([
  '',
  'dpo',
  'a@b.example, c@d.example',
  'a@b.example>\r\nRCPT TO:<c@d.example',
  'a b@c.example',
  '"x"@y.example',
  'a@b.example\n',
])('the address %j is refused before any connection', async (address) => {
  const server = await scripted({});
  const transport = transportTo(server.port);
  for (const mail of [
    { ...MAIL, to: [{ address }] },
    { ...MAIL, from: { address } },
    { ...MAIL, to: [...MAIL.to, { address }] },
  ]) {
    expect(await transport.send(mail)).toMatchObject({ outcome: 'refused', code: null });
  }
  expect(server.connections).toBe(0);
});
