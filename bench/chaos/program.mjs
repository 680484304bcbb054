// The program as a supervisor runs it: started again whenever it ends. And the mail server it sends to, which can fail.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Program {
  accounts = [];
  log = '';
  ends = [];

  constructor(dataDir, variables) {
    this.dataDir = dataDir;
    this.variables = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...variables,
    };
    this.address = `http://127.0.0.1:${variables.PORT}`;
  }

  /** Resolves when it says that it is there. */
  async start() {
    this.stopping = false;
    const child = spawn(process.execPath, ['bin/forthwith.mjs', 'serve', '--json'], { env: this.variables });
    this.child = child;
    child.stderr.on('data', (chunk) => (this.log += chunk));
    const started = new Promise((resolve) => {
      let printed = '';
      child.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed.includes('\n')) {
          resolve(JSON.parse(printed.slice(0, printed.indexOf('\n'))));
        }
      });
      child.once('exit', () => resolve(undefined));
    });
    child.once('exit', (code, signal) => {
      this.ends.push({ code, signal });
      if (!this.stopping) {
        this.restarted = this.start();
      }
    });
    const said = await started;
    if (said?.accounts.length > 0) {
      this.accounts = said.accounts;
    }
  }

  async stop() {
    this.stopping = true;
    const ended = new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
    this.child.kill('SIGINT');
    return ended;
  }

  /** However much it prints: a verdict over thousands of requests is longer than the 1 MB that Node takes by default. */
  command(...words) {
    const options = { env: this.variables, encoding: 'utf8', maxBuffer: Infinity };
    return spawnSync(process.execPath, ['bin/forthwith.mjs', ...words], options);
  }

  get postmaster() {
    return this.pidFile[0] === undefined ? undefined : Number(this.pidFile[0]);
  }

  get pidFile() {
    try {
      return readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    } catch {
      return [];
    }
  }

  /** A session of the database's owner: what an administrator on the machine could do. */
  async owner() {
    const [, , , port, host] = this.pidFile;
    const password = readFileSync(join(this.dataDir, 'keys', 'postgres.password'), 'utf8').trim();
    const client = new pg.Client({
      host,
      port: Number(port),
      user: 'forthwith_owner',
      password,
      database: 'forthwith',
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}

/** Keeps every mail's head; `mode` is how it behaves: well, deferring, silent, or away. */
export class MailServer {
  mode = 'well';
  mails = [];

  async start() {
    this.server = this.make();
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.server.address().port;
  }

  async goAway() {
    await new Promise((resolve) => this.server.close(resolve));
    this.mode = 'away';
  }

  async comeBack() {
    if (this.mode === 'away') {
      this.server = this.make();
      await new Promise((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    }
    this.mode = 'well';
  }

  make() {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk) => (text += chunk));
        stream.on('end', () => {
          if (this.mode === 'silent') {
            return;
          }
          if (this.mode === 'deferring') {
            done(Object.assign(new Error('try again later'), { responseCode: 451 }));
            return;
          }
          const head = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]/g, ' ');
          const field = (name) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim();
          this.mails.push({ id: field('Message-ID'), reference: field('X-Forthwith-Reference') });
          done();
        });
      },
    });
    server.on('error', () => undefined);
    return server;
  }
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
