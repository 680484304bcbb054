import type { BundleFiles } from '../../domain/evidence/bundle-files.js';
import { readNames } from '../../domain/evidence/bundle.js';
import { Findings } from '../../domain/evidence/findings.js';
import { checkAnchors, type Anchor } from '../../domain/evidence/verify-anchors.js';
import { missing } from '../../domain/evidence/zip.js';
import { parseCheckpoint } from '../../domain/log/checkpoint.js';
import { NODE_PORT } from '../../verifier/node-port.js';
import type { EvidenceWitness } from './evidence-report.js';

/**
 * What witnesses and time stamps have seen of a log, by the same check that every face of the verifier makes: the report
 * says nothing of them that does not hold.
 * @param notes signed checkpoints of the log, with the cosignatures under them
 * @param files anchors and their policy, by their names in a bundle
 */
export async function seenInReport(
  notes: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
  policy: string,
): Promise<readonly EvidenceWitness[]> {
  const known = notes.flatMap((note) => {
    const checkpoint = parseCheckpoint(note);
    return checkpoint === undefined ? [] : [{ note, checkpoint, signers: [] }];
  });
  const anchors = await checkAnchors(filesOf(files), readNames([...files.keys()]), {
    ...{ known, policy, authorities: [], findings: new Findings(), port: NODE_PORT },
  });
  // One party may have seen several sizes: the largest is what it confirms.
  const newest = new Map(anchors.flatMap(partiesOf).map((party) => [`${party.kind} ${party.fingerprint}`, party]));
  return [...newest.values()];
}

function partiesOf({ size, witnesses, timeStamp }: Anchor): readonly EvidenceWitness[] {
  return [
    ...witnesses.map(({ name, at, fingerprint }) => ({ kind: 'witness' as const, name, at, fingerprint, size })),
    ...(timeStamp === null
      ? []
      : [
          {
            ...{ kind: 'time-stamp' as const, name: timeStamp.signer, at: timeStamp.at, size },
            fingerprint: (timeStamp.fingerprint.match(/.{4}/g) ?? []).join(' '),
          },
        ]),
  ];
}

function filesOf(files: ReadonlyMap<string, Uint8Array>): BundleFiles {
  return {
    names: [...files.keys()],
    size: (name) => files.get(name)?.length,
    open: (name) => {
      const bytes = files.get(name);
      return bytes === undefined ? missing(name) : once(bytes);
    },
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
