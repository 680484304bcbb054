import type { ChannelKind } from '../domain/channel-kind.js';
import { normaliseContact, type Contact } from '../platform/vault/contact.js';

const NETWORKS: readonly ChannelKind[] = ['linkedin', 'instagram', 'facebook', 'youtube', 'xing', 'x', 'tiktok'];

/** What a free line about how to reach somebody says, for the blind index; nothing when it cannot be told for sure. */
export function contactsIn(line: string, channel: ChannelKind): readonly string[] {
  const found: Contact[] = [];
  const address = addressIn(line);
  if (address !== undefined) {
    found.push({ kind: 'email', value: address });
  } else if (/^[+\d][\d\s()/.-]{4,}$/.test(line.trim())) {
    found.push({ kind: 'telephone', value: line });
  } else if (NETWORKS.includes(channel) && /^@?\S+$/.test(line.trim())) {
    found.push({ kind: 'handle', network: channel, value: line });
  }
  return found.map((contact) => normaliseContact(contact)).filter((value) => value !== undefined);
}

/** The first that stands in it, whatever stands around it. */
function addressIn(line: string): string | undefined {
  for (const word of line.split(/[\s<>,;]/)) {
    const parts = word.split('@');
    const at = parts.findIndex((part, index) => part !== '' && /^[^.].*\../s.test(parts[index + 1] ?? ''));
    if (at >= 0) {
      return `${parts[at]}@${parts[at + 1]}`;
    }
  }
  return undefined;
}
