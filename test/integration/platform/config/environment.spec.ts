import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfig } from '../../../../src/platform/config/environment.js';
import { StartError } from '../../../../src/platform/config/start-error.js';

function faultsOf(variables: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message.split('\n');
  }
  return [];
}

describe('the configuration', () => {
  test('an empty environment is the demonstration: loopback, embedded store, built-in mailbox, both roles', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      oidc: [],
      host: '127.0.0.1',
      trustedProxies: [],
      tokenRate: 2_000,
      keyEpochDays: 30,
      requestTimeoutMs: 300_000,
      metricsHost: '127.0.0.1',
      baseUrl: 'http://localhost:3000',
      dataDir: resolve('./var'),
      databaseUrl: undefined,
      databaseAppUrl: undefined,
      smtp: undefined,
      mailFrom: 'forthwith@localhost.localdomain',
      mailDomain: 'localhost.localdomain',
      mailDelimiter: '+',
      masterKeyFile: undefined,
      logHost: 'localhost',
      hasChosenLogHost: false,
      logPort: '',
      roles: ['web', 'worker'],
      logLevel: 'info',
    });
  });

  test('nobody changes it after the start', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });

  test('an empty value counts as not set, and a variable of somebody else is not looked at', () => {
    expect(loadConfig({ PORT: '', SMTP_URL: '', constructor: 'x', PATH: '/bin' })).toEqual(loadConfig({}));
  });

  test('the address carries the port, and the log host follows the address', () => {
    expect(loadConfig({ PORT: '0' })).toMatchObject({ port: 0, baseUrl: 'http://localhost:0' });
    expect(loadConfig({ BASE_URL: 'https://ds.kammer.example/amt//' })).toMatchObject({
      baseUrl: 'https://ds.kammer.example/amt',
      logHost: 'ds.kammer.example',
    });
    expect(loadConfig({ BASE_URL: 'https://ds.kammer.example', LOG_HOST: 'log.kammer.example' }).logHost).toBe(
      'log.kammer.example',
    );
  });

  test.each([
    [{ PORT: '70000' }, 'PORT: holds "70000", allowed is a port from 0 to 65535'],
    [{ PORT: '03' }, 'PORT: holds "03", allowed is a port from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT: holds "-1", allowed is a port from 0 to 65535'],
    [{ ROLES: 'web,web' }, 'ROLES: holds "web,web", allowed is web, worker, or both with a comma between'],
    [{ ROLES: 'web, worker' }, 'ROLES: holds "web, worker", allowed is web, worker, or both with a comma between'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: holds "loud", allowed is one of fatal, error, warn, info, debug, silent'],
    [{ LOG_HOST: 'https://x.example' }, 'LOG_HOST: holds "https://x.example", allowed is a host name, without scheme'],
    [
      { MAIL_AUTHSERV: 'mx kammer' },
      'MAIL_AUTHSERV: holds "mx kammer", allowed is how your mail server names itself at the beginning of Authentication-Results, such as mx.example.org',
    ],
    [
      { MAIL_DELIMITER: '=' },
      'MAIL_DELIMITER: holds "=", allowed is +, -, or none where the mail server delivers no local+anything@domain',
    ],
    [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM: holds "nobody", allowed is one e-mail address'],
    [
      { BASE_URL: 'ftp://x.example' },
      'BASE_URL: holds "ftp://x.example", allowed is an http or https address without user, ? or #',
    ],
    [
      { BASE_URL: 'https://x.example/?a=1' },
      'BASE_URL: holds "https://x.example/?a=1", allowed is an http or https address without user, ? or #',
    ],
    [{ DATA_DIR: ' ' }, 'DATA_DIR: holds " ", allowed is a folder'],
    [
      { DATABASE_APP_URL: 'postgres://app@db.example/f' },
      'DATABASE_APP_URL: set without DATABASE_URL, under which the program migrates',
    ],
  ])('%j is refused with one line', (variables, line) => {
    expect(faultsOf(variables as NodeJS.ProcessEnv)).toEqual([line]);
  });

  test('every fault has its line', () => {
    expect(faultsOf({ PORT: 'x', ROLES: 'y', LOG_LEVEL: 'z' }).map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'ROLES',
      'LOG_LEVEL',
    ]);
  });

  test.each([
    { DATABASE_URL: 'mysql://owner:Planted-1@db.example/f' },
    { DATABASE_URL: 'postgres://owner:pa#Planted-1@db.example/f' },
    { DATABASE_URL: 'Planted-1' },
    { DATABASE_URL: 'postgres//owner:Planted-1@db.example' },
    { DATABASE_URL: 'postgres://x', DATABASE_APP_URL: 'http://x?password=Planted-1' },
    { SMTP_URL: 'smtp://u:Planted-1@mail.example?tls=maybe' },
    { SMTP_URL: 'smtp://u:Planted-1%@mail.example' },
    { SMTP_URL: 'smtp://u:Planted-1@mail.example?tsl=required' },
    { IMAP_URL: 'http://u:Planted-1@mail.example' },
    { BASE_URL: 'https://u:Planted-1@x.example' },
    { TSA_URL: 'ftp://u:Planted-1@x.example' },
  ])('a password does not come out in the line about it: %j', (variables) => {
    const faults = faultsOf(variables);
    expect(faults).toHaveLength(1);
    expect(faults.join()).not.toContain('Planted');
  });
});

describe('SMTP_URL', () => {
  test.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, requireTls: true }],
    [
      'smtp://mail.example:25?tls=opportunistic',
      { host: 'mail.example', port: 25, secure: false, requireTls: false, opportunistic: true },
    ],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, secure: false, requireTls: false }],
    ['smtp://127.0.0.1', { host: '127.0.0.1', port: 587, secure: false, requireTls: false }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false, requireTls: false }],
    ['smtp://localhost?tls=required', { host: 'localhost', port: 587, secure: false, requireTls: true }],
    ['smtps://mail.example', { host: 'mail.example', port: 465, secure: true, requireTls: true }],
    [
      'smtps://a%40kammer.example:p%3Aw%25@mail.example:4650',
      {
        host: 'mail.example',
        port: 4650,
        secure: true,
        requireTls: true,
        auth: { user: 'a@kammer.example', pass: 'p:w%' },
      },
    ],
  ])('%s', (url, settings) => {
    expect(loadConfig({ SMTP_URL: url }).smtp).toEqual(settings);
  });

  test('the file of the authorities must be there at the start, not at the first mail', () => {
    const folder = mkdtempSync(join(tmpdir(), 'forthwith-ca-'));
    try {
      const file = join(folder, 'ca.pem');
      const url = `smtp://mail.example?ca=${file}`;
      expect(faultsOf({ SMTP_URL: url })).toEqual([
        `SMTP_URL: holds ca=${file}, allowed is a readable file with certificates`,
      ]);
      writeFileSync(file, '');
      expect(loadConfig({ SMTP_URL: url }).smtp).toMatchObject({ caFile: file });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
