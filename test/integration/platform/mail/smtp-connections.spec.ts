import { silence } from './scripted-server.js';
import { eventually } from '../../../support/eventually.js';
import { cleanUp, deferred, MAIL, scripted, PATIENT, transportTo } from './smtp-world.js';

afterEach(cleanUp);

describe('connections', () => {
  test('mails one after the other share a connection', async () => {
    const server = await scripted({});
    const transport = transportTo(server.port);
    for (let count = 0; count < 5; count += 1) {
      expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
    }
    expect(server.connections).toBe(1);
  });

  test('a kept connection that the server has closed costs nothing: the mail goes over a fresh one', async () => {
    const server = await scripted({});
    const transport = transportTo(server.port);
    await transport.send(MAIL);
    server.dropAll();
    expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
    expect(server.received.match(/^RCPT/gm)).toHaveLength(2);
  });

  test('a kept connection dropped at the very next command goes over a fresh one, once', async () => {
    let mails = 0;
    const MAIL_REACTION = (socket: { destroy(): void; write(text: string): void }): void => {
      mails += 1;
      return mails === 2 ? socket.destroy() : socket.write('250 ok\r\n');
    };
    const server = await scripted({ EHLO: '250 here', MAIL: MAIL_REACTION });
    const transport = transportTo(server.port);
    await transport.send(MAIL);
    expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
    expect([server.connections, mails]).toEqual([2, 3]);
  });

  test.each(['421 4.4.2 idle for too long', '503 bad sequence'])(
    'a kept connection that answers %s goes over a fresh one, once',
    async (reply) => {
      let mails = 0;
      const MAIL_REACTION = (socket: { write(text: string): void }): void => {
        mails += 1;
        socket.write(mails === 2 ? `${reply}\r\n` : '250 ok\r\n');
      };
      const server = await scripted({ EHLO: '250 here', MAIL: MAIL_REACTION });
      const transport = transportTo(server.port);
      await transport.send(MAIL);
      expect(await transport.send(MAIL)).toMatchObject({ outcome: 'accepted' });
      expect([server.connections, mails]).toEqual([2, 3]);
    },
  );

  test('a kept connection lost after the content is NOT tried again here', async () => {
    let contents = 0;
    const content = (socket: { destroy(): void; write(text: string): void }): void => {
      contents += 1;
      return contents === 2 ? socket.destroy() : socket.write('250 ok\r\n');
    };
    const server = await scripted({ content });
    const transport = transportTo(server.port);
    await transport.send(MAIL);
    expect(await transport.send(MAIL)).toEqual(deferred('network', { uncertain: true }));
    expect([server.connections, contents]).toEqual([1, 2]);
  });

  test('a refusal ends the connection it came over', async () => {
    const server = await scripted({ RCPT: (line) => (line.includes('deputy') ? '550 who' : '250 ok') });
    const transport = transportTo(server.port);
    await transport.send(MAIL);
    await transport.send({ ...MAIL, to: [{ address: 'deputy@chamber.example' }] });
    await transport.send(MAIL);
    expect(server.connections).toBe(2);
  });

  test('twenty mails at once take turns on the allowed connections, each sent once', async () => {
    const server = await scripted({});
    const transport = transportTo(server.port, { maxConnections: 3 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => transport.send({ ...MAIL, messageId: `<m${index}@chamber.example>` })),
    );
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect(server.connections).toBeLessThanOrEqual(3);
    expect(new Set(server.received.match(/<m\d+@chamber\.example>/g)).size).toBe(20);
  });

  test('a mail that waits for a connection waits no longer than its deadline, and hands its turn on', async () => {
    const server = await scripted({ greeting: silence });
    const transport = transportTo(server.port, { maxConnections: 1, timeouts: { ...PATIENT, greeting: 300 } });
    const [first, second, third] = [
      transport.send(MAIL),
      transport.send(MAIL, { deadlineMs: 50 }),
      transport.send(MAIL, { deadlineMs: 20_000 }),
    ];
    expect(await second).toEqual(deferred('timeout'));
    expect(server.connections).toBeLessThanOrEqual(1);
    expect(await first).toEqual(deferred('timeout'));
    expect(await third).toEqual(deferred('timeout'));
    expect(server.connections).toBe(2);
  });

  test('an idle connection is ended', async () => {
    const server = await scripted({});
    const transport = transportTo(server.port, { timeouts: { ...PATIENT, idle: 30 } });
    await transport.send(MAIL);
    await eventually(() => Promise.resolve(server.received.includes('QUIT') || undefined));
    expect(server.received).toContain('QUIT');
  });

  test('closing lets a mail in flight finish', async () => {
    const server = await scripted({});
    const transport = transportTo(server.port);
    const sending = transport.send(MAIL);
    await transport.close();
    expect(await sending).toMatchObject({ outcome: 'accepted' });
  });
});
