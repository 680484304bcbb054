import { once } from 'node:events';
import { createServer, get, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { OpenConnections } from '../../../../src/platform/http/open-connections.js';
import { startTestApplication } from '../../../support/application.js';

// Node keeps a connection alive for longer than a test may take: what these tests wait for fails by its absence.
describe('a server that is asked to stop', () => {
  const serving = async () => {
    const server = createServer();
    server.keepAliveTimeout = 3_600_000;
    const connections = new OpenConnections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stop = () => connections.during(() => new Promise((resolve) => server.close(() => resolve())));
    return { server, port, stop };
  };

  test('answers what was asked, and keeps that connection alive no longer', async () => {
    const { server, port, stop } = await serving();
    const agent = new Agent({ keepAlive: true });
    const asking = get({ port, agent, host: '127.0.0.1' });
    const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
    const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
    const stopped = stop();
    response.end('whole');
    const [answer] = await answered;
    expect((await answer.toArray()).join('')).toBe('whole');
    await stopped;
    agent.destroy();
  });

  test('waits for nobody who has asked nothing', async () => {
    const { port, stop } = await serving();
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    const half = connect(port, '127.0.0.1');
    await once(half, 'connect');
    half.write('GET / HTTP/1.1\r\nhost:');
    silent.resume();
    half.resume();
    const ended = Promise.all([once(silent, 'close'), once(half, 'close')]);
    await expect(stop()).resolves.toBeUndefined();
    await ended;
  });
});

test('the program stops although a client keeps its connection', async () => {
  const app = await startTestApplication();
  const silent = connect(Number(new URL(app.address).port), '127.0.0.1').resume();
  await once(silent, 'connect');
  const ended = once(silent, 'close');
  await expect(app.stop()).resolves.toBeUndefined();
  await ended;
});
