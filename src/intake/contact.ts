import type { ChannelKind } from '../domain/channel-kind.js';
import { normaliseContact, type Contact } from '../platform/vault/contact.js';

const ADDRESS = /[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+/;
const NETWORKS: readonly ChannelKind[] = ['linkedin', 'instagram', 'facebook', 'youtube', 'xing', 'x'];

/** What a free line about how to reach somebody says, for the blind index; nothing when it cannot be told for sure. */
export function contactsIn(line: string, channel: ChannelKind): readonly string[] {
  const found: Contact[] = [];
  const address = ADDRESS.exec(line)?.[0];
  if (address !== undefined) {
    found.push({ kind: 'email', value: address });
  } else if (/^[+\d][\d\s()/.-]{4,}$/.test(line.trim())) {
    found.push({ kind: 'telephone', value: line });
  } else if (NETWORKS.includes(channel) && /^@?\S+$/.test(line.trim())) {
    found.push({ kind: 'handle', network: channel, value: line });
  }
  return found.map((contact) => normaliseContact(contact)).filter((value) => value !== undefined);
}
