import { rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { eventually } from '../support/application.js';
import { newDataDir, runCommand, startProgram } from '../support/program.js';

const dataDir = newDataDir();

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A mail server that accepts connections and never says a word: the mail stays between commit and acceptance. */
async function silentServer(): Promise<{ server: Server; port: number }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = server.close.bind(server);
  server.close = (done) => {
    sockets.forEach((socket) => socket.destroy());
    return close(done);
  };
  return { server, port: (server.address() as AddressInfo).port };
}

async function collectingServer(port: number): Promise<{ mails: string[]; stop(): Promise<void> }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { mails, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

it('a program killed between commit and mail sends the mail exactly once after its restart', async () => {
  const { server, port } = await silentServer();
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${port}` };
  const first = await startProgram(dataDir, smtp);
  const staff = first.accounts.find(({ role }) => role === 'staff')?.email ?? '';
  const { output } = runCommand(dataDir, 'token', 'create', '--email', staff, '--json');
  const { token } = JSON.parse(output) as { token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const accepted = await fetch(`${first.address}/api/v1/requests`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft' }),
  });
  expect(accepted.status).toBe(201);
  const { id, reference } = (await accepted.json()) as { id: string; reference: string };
  // The attempt is committed as started before the connection opens.
  await eventually(async () => {
    const view = (await (await fetch(`${first.address}/api/v1/requests/${id}`, { headers })).json()) as {
      forwarding: { attempts: number };
    };
    return view.forwarding.attempts === 1 ? true : undefined;
  });
  await first.kill();
  await new Promise((resolve) => server.close(resolve));

  const inbox = await collectingServer(port);
  const second = await startProgram(dataDir, smtp);
  try {
    await eventually(() => Promise.resolve(inbox.mails.length > 0 ? true : undefined));
    await eventually(async () => {
      const view = (await (await fetch(`${second.address}/api/v1/requests/${id}`, { headers })).json()) as {
        forwarding: { state: string };
      };
      return view.forwarding.state === 'forwarded' ? true : undefined;
    });
    expect(inbox.mails).toHaveLength(1);
    expect(inbox.mails[0]).toContain(reference);
    const timeline = (await (await fetch(`${second.address}/api/v1/requests/${id}/timeline`, { headers })).json()) as {
      items: { entry: { event: string } }[];
    };
    expect(timeline.items.map(({ entry }) => entry.event)).toEqual([
      'request.recorded',
      'forwarding.attempt-started',
      'forwarding.unknown',
      'forwarding.attempt-started',
      'forwarding.accepted',
    ]);
  } finally {
    expect(await second.stop()).toBe(0);
    await inbox.stop();
  }
});
