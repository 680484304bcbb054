import type { Script } from './scripted-server.js';
import { CA_FILE, cleanUp, deferred, MAIL, OTHER_NAME, real, scripted, transportTo } from './smtp-world.js';

afterEach(cleanUp);

const offering = (...extensions: readonly string[]): Script => ({
  EHLO: ['250-here', ...extensions.map((one) => `250-${one}`), '250 HELP'].join('\r\n'),
});
const ENVELOPE = { from: 'forthwith+btoken@chamber.example', id: 'abcdef234567', reportSuccess: true };

describe('reports of delivery (RFC 3461)', () => {
  test('are asked for where the server offers them, heads only, for the identifier of the mail', async () => {
    const server = await scripted(offering('DSN'));
    await transportTo(server.port).send({ ...MAIL, envelope: ENVELOPE });
    expect(server.received).toContain('MAIL FROM:<forthwith+btoken@chamber.example> RET=HDRS ENVID=abcdef234567\r\n');
    expect(server.received).toContain(
      'RCPT TO:<dpo@chamber.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;dpo@chamber.example\r\n',
    );
  });

  test('of success are asked for only where they are wanted', async () => {
    const server = await scripted(offering('DSN'));
    await transportTo(server.port).send({ ...MAIL, envelope: { ...ENVELOPE, reportSuccess: false } });
    expect(server.received).toContain('NOTIFY=FAILURE,DELAY ');
  });

  test('are not asked for where the server does not offer them; the return address stands all the same', async () => {
    const server = await scripted(offering());
    await transportTo(server.port).send({ ...MAIL, envelope: ENVELOPE });
    expect(server.received).toContain('MAIL FROM:<forthwith+btoken@chamber.example>\r\n');
    expect(server.received).not.toContain('NOTIFY');
  });
});

describe('addresses', () => {
  test('a domain with umlauts goes as what it is on the wire, in envelope and head', async () => {
    const server = await scripted(offering('SMTPUTF8'));
    const mail = { ...MAIL, from: { address: 'wir@härte.example' }, to: [{ address: 'info@müller.example' }] };
    expect(await transportTo(server.port).send(mail)).toMatchObject({ outcome: 'accepted' });
    expect(server.received).toContain('MAIL FROM:<wir@xn--hrte-loa.example>');
    expect(server.received).not.toContain('SMTPUTF8');
    expect(server.received).toContain('RCPT TO:<info@xn--mller-kva.example>');
    expect(server.received).toContain('To: info@xn--mller-kva.example');
  });

  test.each([
    ['offers SMTPUTF8, goes', ['SMTPUTF8'], { outcome: 'accepted' }],
    [
      'does not, is refused and says why',
      [],
      { outcome: 'refused', code: null, reply: expect.stringContaining('SMTPUTF8') as string },
    ],
  ])('letters beyond ASCII before the @: where the server %s', async (_what, extensions, expected) => {
    const server = await scripted(offering(...extensions));
    const mail = { ...MAIL, to: [{ address: 'jürgen@chamber.example' }] };
    expect(await transportTo(server.port).send(mail)).toMatchObject(expected);
    expect(server.received.includes('RCPT TO:<j')).toBe(expected.outcome === 'accepted');
  });
});

describe('a mail that is too large', () => {
  test.each<[string, Script, boolean]>([
    ['552 without a status', { content: '552 too much' }, true],
    ['552 5.3.4', { MAIL: '552 5.3.4 message size exceeds fixed limit' }, true],
    ['554 5.3.4', { content: '554 5.3.4 too big' }, true],
    ['552 5.2.2, a mailbox that is full', { RCPT: '552 5.2.2 mailbox full' }, false],
    ['550', { RCPT: '550 5.1.1 who' }, false],
    ['554', { content: '554 5.7.1 no' }, false],
  ])('%s', async (_what, script, tooLarge) => {
    const server = await scripted(script);
    const result = await transportTo(server.port).send(MAIL);
    expect(result).toMatchObject({ outcome: 'refused' });
    expect('tooLarge' in result && result.tooLarge).toBe(tooLarge);
  });

  test('is known from what the server announces, before it is offered', async () => {
    const server = await scripted(offering('SIZE 100'));
    expect(await transportTo(server.port).send(MAIL)).toMatchObject({ outcome: 'refused', code: null, tooLarge: true });
    expect(server.received).not.toContain('MAIL FROM');
  });
});

describe('opportunistic TLS (RFC 7435)', () => {
  test('takes a certificate that nobody vouches for rather than clear text', async () => {
    const server = await real(OTHER_NAME);
    const result = await transportTo(server.port, { opportunistic: true }).send(MAIL);
    expect(result).toMatchObject({ outcome: 'accepted', tls: { protocol: expect.stringMatching(/^TLS/) as string } });
  });

  test('goes in clear text where the server has no TLS', async () => {
    const server = await scripted(offering());
    expect(await transportTo(server.port, { opportunistic: true }).send(MAIL)).toMatchObject({ tls: null });
  });

  test.each([
    ['a password', { auth: { user: 'forthwith', pass: 'planted' } }],
    ['a named authority', { caFile: CA_FILE }],
  ])('with %s, only a server that has shown who it is', async (_what, more) => {
    const server = await real(OTHER_NAME);
    expect(await transportTo(server.port, { opportunistic: true, ...more }).send(MAIL)).toMatchObject(deferred('tls'));
  });
});
