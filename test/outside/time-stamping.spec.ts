import { createHash, X509Certificate } from 'node:crypto';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandLineActor } from '../../src/audit/actor.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { Integrator } from '../../src/audit/integrator.js';
import { HttpTimeStampingAuthority } from '../../src/audit/time-stamping.js';
import { Witnessing } from '../../src/audit/witnessing.js';
import { BUNDLE_FILES } from '../../src/domain/evidence/bundle.js';
import type { BundleFiles } from '../../src/domain/evidence/bundle-files.js';
import { readWhole } from '../../src/domain/evidence/bundle-files.js';
import { verifyBundle, type BundleVerdict } from '../../src/domain/evidence/verify-bundle.js';
import { parseNote } from '../../src/domain/log/signed-note.js';
import { parseProof } from '../../src/domain/log/tlog-proof.js';
import { EvidenceService } from '../../src/reports/evidence/evidence.service.js';
import { NODE_PORT } from '../../src/verifier/node-port.js';
import { startTestApplication, type TestApplication } from '../support/application.js';

// A time-stamping authority that is OpenSSL: its answers are not ours, and its own verifier has the last word.

const CONFIG = `[tsa]
default_tsa = own
[own]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[usage]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

let folder: string;
let server: Server;
let url: string;
let app: TestApplication;
let asked = 0;

const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forthwith-tsa-'));
  writeFileSync(join(folder, 'ts.cnf'), CONFIG);
  writeFileSync(join(folder, 'serial'), '01\n');
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Root', '-days', '30');
  openssl('req', '-new', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Zeitstempeldienst');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ts.cnf', '-extensions', 'usage'];
  openssl('x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', '-days', '30', ...signed);
  server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part as Buffer);
      }
      const name = `${(asked += 1)}`;
      writeFileSync(join(folder, `${name}.tsq`), Buffer.concat(parts));
      const words = ['ts', '-reply', '-config', 'ts.cnf', '-queryfile', `${name}.tsq`, '-out', `${name}.tsr`];
      const keys = ['-inkey', 'tsa.key', '-signer', 'tsa.pem', '-chain', 'ca.pem'];
      await promisify(execFile)('openssl', [...words, ...keys], { cwd: folder });
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(readFileSync(join(folder, `${name}.tsr`)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/`;
  app = await startTestApplication({ config: { tsaUrl: url } });
});
afterAll(async () => {
  await app.stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const actor = () => commandLineActor(app.organisationId);
const sweep = () => app.running.application.get(Witnessing).sweep();

async function grow(): Promise<void> {
  await app.running.application.get(AuditLog).transact(actor(), (transaction) => {
    transaction.record('clock.anomaly', { behindMs: 1 });
    return Promise.resolve();
  });
  await app.running.application.get(Integrator).integrateAll();
}

function issue(): Promise<{ readonly files: BundleFiles }> {
  return app.running.application.get(EvidenceService).issue(actor(), {
    scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-31' as never },
    language: 'de',
    disclose: false,
  });
}

const failed = ({ checks }: BundleVerdict) =>
  checks.filter(({ state }) => state === 'failed').map(({ check }) => check);

test('the log is stamped once a day, and at once when evidence is given out', async () => {
  await grow();
  await sweep();
  const first = asked;
  expect(first).toBeGreaterThan(0);
  await grow();
  await sweep();
  expect(asked).toBe(first);
  await issue();
  expect(asked).toBe(first + 1);
});

test('the evidence carries the stamp, verified offline by us and by OpenSSL', async () => {
  const { files } = await issue();
  const verdict = await verifyBundle(files, NODE_PORT);
  expect(failed(verdict)).toEqual([]);
  const stamped = verdict.anchors.find(({ timeStamp }) => timeStamp !== null);
  expect(stamped?.timeStamp?.signer).toContain('Zeitstempeldienst');
  expect(Math.abs(Date.parse(stamped?.timeStamp?.at ?? '') - Date.now())).toBeLessThan(5 * 60_000);

  const name = files.names.find((one) => one.endsWith('.tsr')) ?? '';
  const proof = await readWhole(files, name.replace(/tsr$/, 'tlog-proof'), 100_000);
  const note = parseNote(parseProof(Buffer.from(proof).toString('utf8'))?.checkpoint ?? '');
  writeFileSync(join(folder, 'stamped'), note?.text ?? '');
  writeFileSync(join(folder, 'stamp.tsr'), await readWhole(files, name, 100_000));
  const said = openssl('ts', '-verify', '-data', 'stamped', '-in', 'stamp.tsr', '-CAfile', 'ca.pem').toString();
  expect(said).toContain('Verification: OK');
});

test('a stamp that is changed, or of another checkpoint, is a fault', async () => {
  const { files } = await issue();
  const name = files.names.find((one) => one.endsWith('.tsr')) ?? '';
  const bytes = Buffer.from(await readWhole(files, name, 100_000));
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
  const other = readFileSync(join(folder, '1.tsr'));
  for (const content of [bytes, other, Buffer.from('rubbish')]) {
    const changed: BundleFiles = { ...files, open: (of) => (of === name ? contentOf(content) : files.open(of)) };
    expect(failed(await verifyBundle(changed, NODE_PORT))).toEqual(['time-stamps']);
  }
  expect(files.names).toContain(BUNDLE_FILES.policy);
});

async function* contentOf(content: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield content;
}

test('where an authority is named by its certificate or by the one above it, stamps by any other are refused', async () => {
  const fingerprint = (file: string) =>
    createHash('sha256')
      .update(new X509Certificate(readFileSync(join(folder, file))).raw)
      .digest('hex');
  for (const file of ['tsa.pem', 'ca.pem']) {
    const stamp = await new HttpTimeStampingAuthority(url, fingerprint(file)).stamp(Buffer.from('forthwith\n'));
    expect(stamp.length).toBeGreaterThan(100);
  }
  const other = new HttpTimeStampingAuthority(url, 'ab'.repeat(32)).stamp(Buffer.from('forthwith\n'));
  await expect(other).rejects.toMatchObject({ code: 'other-authority' });
});
