// Art. 12(3), (4), (6), 18(3), 19 GDPR: what can prove that somebody was told. A letter of the wrong kind proves nothing.

import { REFUSING_KINDS } from '../correspondence/answering.js';
import { ANSWERING_KINDS, type MessageKind } from '../correspondence/kinds.js';
import type { Doer } from './told.js';

export const TELLINGS = [
  'answer',
  'refuse',
  'request-identity',
  'confirm-identity',
  'request-clarification',
  'clarify',
  'extend',
  'retract',
  'announce-lifting',
  'disclose-recipients',
] as const;
export type Telling = (typeof TELLINGS)[number];

interface Provable {
  readonly doer: Doer;
  /** Messages to the person that prove it. */
  readonly kinds: readonly MessageKind[];
  /** A message from the person proves it. */
  readonly incoming: boolean;
  /** What of an identity check proves it. */
  readonly check?: 'asked' | 'ended';
}

const byHouse = (...kinds: readonly MessageKind[]): Provable => ({ doer: 'house', kinds, incoming: false });
const BY_PERSON: Provable = { doer: 'person', kinds: [], incoming: true };

export const PROVABLE: Readonly<Record<Telling, Provable>> = {
  answer: byHouse(...ANSWERING_KINDS),
  refuse: byHouse(...REFUSING_KINDS),
  'request-identity': { ...byHouse('identity'), check: 'asked' },
  'confirm-identity': { ...BY_PERSON, check: 'ended' },
  'request-clarification': byHouse('clarification'),
  clarify: BY_PERSON,
  extend: byHouse('extension'),
  retract: BY_PERSON,
  'announce-lifting': byHouse('lifting-notice'),
  'disclose-recipients': byHouse('grant', 'partial', 'erased', 'access', 'free'),
};

export function isTelling(command: string): command is Telling {
  return (TELLINGS as readonly string[]).includes(command);
}
