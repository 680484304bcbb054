import { readFileSync } from 'node:fs';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SmtpSettings } from '../../../../src/platform/mail/smtp-settings.js';
import { SmtpTransport } from '../../../../src/platform/mail/smtp-transport.js';
import type { OutgoingMail } from '../../../../src/platform/mail/transport.js';
import { ScriptedServer, type Script } from './scripted-server.js';

export const CERTIFICATES = new URL('./certificates/', import.meta.url);
const pem = (name: string): string => readFileSync(new URL(name, CERTIFICATES), 'utf8');
export const CA_FILE = new URL('test-only.cert.pem', CERTIFICATES).pathname;
const OWN_CERTIFICATE = { key: pem('test-only.key.pem'), cert: pem('test-only.cert.pem') };
export const OTHER_NAME = { key: pem('other-name.key.pem'), cert: pem('other-name.cert.pem') };

export const SECRET = 'PLANTED-CONTENT-4711';
export const MAIL: OutgoingMail = {
  from: { name: 'Forthwith', address: 'forthwith@chamber.example' },
  to: [{ address: 'dpo@chamber.example' }],
  subject: `Widerspruch ${SECRET}`,
  text: `Text ${SECRET}`,
  messageId: '<forwarding-1@chamber.example>',
  date: new Date('2026-03-05T14:02:13Z'),
};
export const TO_TWO: OutgoingMail = {
  ...MAIL,
  to: [{ address: 'dpo@chamber.example' }, { address: 'deputy@chamber.example' }],
};

/** Long: only a server that says nothing may be given up, however busy the machine is. */
export const PATIENT = { connect: 60_000, greeting: 60_000, socket: 60_000, deadline: 90_000, idle: 5_000 };
/** For a server that will say nothing. */
export const IMPATIENT = { ...PATIENT, greeting: 1_500, socket: 1_500 };

export const cleanUps: (() => Promise<void>)[] = [];
/** For `afterEach`: what was opened last goes first. */
export async function cleanUp(): Promise<void> {
  for (const undo of cleanUps.splice(0).reverse()) {
    await undo();
  }
}

export function transportTo(port: number, more: Partial<SmtpSettings> = {}): SmtpTransport {
  const transport = new SmtpTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    timeouts: PATIENT,
    ...more,
  });
  cleanUps.push(() => transport.close());
  return transport;
}

export async function scripted(script: Script): Promise<ScriptedServer> {
  const server = await new ScriptedServer(script).start();
  cleanUps.push(() => server.stop());
  return server;
}

export interface RealServer {
  readonly port: number;
  readonly commands: string[];
  readonly contents: string[];
}

/** smtp-server, as close to a real one as can be had in the process. */
export async function real(options: SMTPServerOptions): Promise<RealServer> {
  const commands: string[] = [];
  const contents: string[] = [];
  const server = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 10,
    logger: false,
    authOptional: true,
    ...OWN_CERTIFICATE,
    onMailFrom: (_address, _session, done) => {
      commands.push('MAIL');
      done();
    },
    onData: (stream, _session, done) => {
      let content = '';
      stream.on('data', (chunk: Buffer) => (content += chunk.toString()));
      stream.on('end', () => {
        contents.push(content);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as { port: number }).port, commands, contents };
}

export const deferred = (reason: string, more: object = {}): object => ({
  outcome: 'deferred',
  reason,
  uncertain: false,
  ...more,
});
