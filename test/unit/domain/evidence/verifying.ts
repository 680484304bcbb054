import { verifyBundle, type VerifyOptions } from '../../../../src/domain/evidence/verify-bundle.js';
import { NODE_PORT } from '../../../../src/verifier/node-port.js';
import { asFiles, type Files } from './sample-bundle.js';

export const verify = (files: Files, options: VerifyOptions = {}) => verifyBundle(asFiles(files), NODE_PORT, options);

/** What failed: check, first fault, where. */
export async function faultsOf(files: Files, options: VerifyOptions = {}): Promise<unknown[]> {
  const { checks, outcome } = await verify(files, options);
  const failed = checks.filter(({ state }) => state === 'failed');
  expect(outcome === 'false').toBe(failed.length > 0);
  return failed.map(({ check, findings: [first] }) => [check, first?.fault, first?.where]);
}

export function changed(files: Files, changes: Record<string, Uint8Array | string | undefined>): Files {
  const copy = new Map(files);
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) {
      copy.delete(name);
    } else {
      copy.set(name, typeof content === 'string' ? Buffer.from(content) : content);
    }
  }
  return copy;
}
