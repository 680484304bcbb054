import { readFileSync } from 'node:fs';
import { ProfileError } from '../../../src/organisations/profile-reader.js';
import { parseProfile } from '../../../src/organisations/profile.js';

const CHAMBER = JSON.parse(readFileSync('profiles/chamber.json', 'utf8')) as Record<string, unknown>;

function faultsOf(change: (profile: Record<string, unknown>) => void): readonly string[] {
  const profile = structuredClone(CHAMBER);
  change(profile);
  try {
    parseProfile(profile);
    return [];
  } catch (error) {
    return error instanceof ProfileError ? error.faults : [String(error)];
  }
}

const part = (profile: Record<string, unknown>, name: string) => profile[name] as Record<string, unknown>;
const channel = (profile: Record<string, unknown>) => (profile['channels'] as Record<string, unknown>[])[0] ?? {};

describe('an organisation profile', () => {
  test('of the chamber is without fault', () => {
    expect(faultsOf(() => undefined)).toEqual([]);
  });

  test('names no real person: its addresses are under .example, but for the authority’s own', () => {
    const addresses = JSON.stringify({ ...CHAMBER, authority: null }).match(/(?<![\w.-])[\w.-]+@[\w.-]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
  });

  test.each<[string, (profile: Record<string, unknown>) => void, RegExp]>([
    ['a slug in capitals', (p) => (p['slug'] = 'Kammer'), /^slug: holds "Kammer", allowed is lower-case/],
    ['no name', (p) => delete p['name'], /^name: holds nothing, allowed is text/],
    ['a name of white space', (p) => (p['name'] = '   '), /^name: /],
    ['a line break in a name', (p) => (p['name'] = 'Kammer\nBcc: x'), /^name: /],
    ['an unknown Land', (p) => (p['land'] = 'XX'), /^land: holds "XX", allowed is one of BW, BY/],
    ['a time zone nobody knows', (p) => (p['timeZone'] = 'Europe/Atlantis'), /^timeZone: .*Europe\/Berlin/],
    ['a retention of no days', (p) => (p['retentionDays'] = 0), /^retentionDays: .*from 1 to 36500/],
    ['half a day of retention', (p) => (p['retentionDays'] = 1.5), /^retentionDays: /],
    ['no channels', (p) => (p['channels'] = []), /^channels: holds \[\], allowed is a list/],
    ['a channel twice', (p) => (p['channels'] = [channel(p), channel(p)]), /^channels: holds "the slug/],
    ['a channel of an unknown kind', (p) => (channel(p)['kind'] = 'pigeon'), /^channels\[0\].kind: holds "pigeon"/],
    ['two addresses', (p) => (part(p, 'designation')['email'] = 'a@b.example, c@d.example'), /^designation.email: /],
    ['a header in an address', (p) => (part(p, 'designation')['email'] = 'a@b.example\r\nBcc: c@d.example'), /email: /],
    ['a telephone that is a number', (p) => (part(p, 'designation')['telephone'] = 711), /^designation.telephone: /],
    ['a complaint address without TLS', (p) => (part(p, 'authority')['complaintUrl'] = 'http://x.example'), /https/],
    ['an instruction without text', (p) => (part(p, 'instruction')['textDe'] = ''), /^instruction.textDe: /],
    ['an instruction that holds from no day', (p) => (part(p, 'instruction')['holdsFrom'] = '1.2.26'), /YYYY-MM-DD/],
    ['an instruction from an invalid date', (p) => (part(p, 'instruction')['holdsFrom'] = '2026-02-30'), /holdsFrom/],
    ['an instruction that is a list', (p) => (p['instruction'] = []), /^instruction: holds \[\], allowed is an object/],
  ])('with %s is refused, and the line says where', (_, change, expected) => {
    const faults = faultsOf(change);
    expect(faults[0]).toMatch(expected);
    expect(faults.every((fault) => !fault.includes('\n'))).toBe(true);
  });

  test.each([
    ['BW', 'de-bw', 'Heilbronner Straße 35', 'https://www.baden-wuerttemberg.datenschutz.de/beschwerde/'],
    ['BY', 'de-by-public', 'Wagmüllerstraße 18', 'https://www.datenschutz-bayern.de/service/complaint.html'],
    ['BY', 'de-by-private', 'Promenade 18', 'https://www.lda.bayern.de/de/beschwerde.html'],
    ['TH', 'de-th', 'Häßlerstraße 8', 'https://www.tlfdi.de/'],
    ['BE', 'de', 'Graurheindorfer Straße 153', 'https://formulare.bfdi.bund.de/lip/action/invoke.do?id=BfDIBeschwerde'],
  ])('in %s may only name its authority: %s', (land, authority, street, complaintUrl) => {
    const { authority: contact } = parseProfile({ ...structuredClone(CHAMBER), land, authority });
    expect(contact.postalAddress.split('\n')[0]).toBe(street);
    expect(contact.complaintUrl).toBe(complaintUrl);
    expect([contact.name, contact.telephone, contact.email].filter((text) => text === '')).toEqual([]);
  });

  test('cannot name the authority of another Land', () => {
    const fault = 'authority: holds "de-by-public", allowed is an object, or one of de-bw, de';
    expect(faultsOf((p) => (p['authority'] = 'de-by-public'))).toEqual([fault]);
  });

  test('that is no object at all is refused with one line a field', () => {
    for (const value of [null, [], 'text', 7]) {
      expect(() => parseProfile(value)).toThrow(ProfileError);
    }
  });

  test('shows every fault at once', () => {
    const faults = faultsOf((p) => {
      p['slug'] = '';
      p['land'] = '';
      part(p, 'authority')['email'] = '';
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['slug', 'land', 'authority.email']);
  });
});
