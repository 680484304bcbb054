import { connect } from 'node:net';
import { startTestApplication, type TestApplication } from '../../../support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication({ config: { requestTimeoutMs: 1_000 } });
});
afterAll(() => app.stop());

const HEADS: Readonly<Record<string, string>> = {
  'of a length that is said': 'Content-Length: 100000',
  'in pieces': 'Transfer-Encoding: chunked',
};

/** A drop whenever there is time for one, for as long as the other side listens; resolves with what it said. */
function dripped(head: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1');
    const timer = setInterval(() => socket.write(head.startsWith('Content') ? 'x' : '1\r\nx\r\n'), 50);
    let answered = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (answered += text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answered);
    });
    const lines = [
      'POST /api/v1/deadlines/preview HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      head,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

test.each(Object.entries(HEADS))('a body %s that drips is ended when its time is over', async (_what, head) => {
  expect(await dripped(head)).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('what comes in whole is answered', async () => {
  const answer = await fetch(`${app.address}/api/v1/deadlines/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receivedOn: '2026-01-05', land: 'BW', events: [] }),
  });
  expect(answer.status).toBe(200);
});
