import { contactsIn } from '../../../src/intake/contact.js';

describe('what a free line about how to reach somebody says', () => {
  test.each([
    ['an address among words', 'bitte an Erika@Muster.example schreiben', 'instagram'],
    ['an address in angle brackets', 'Muster <erika@muster.example>', 'email'],
  ] as const)('%s is found, however it is written', (_, line, channel) => {
    expect(contactsIn(line, channel)).toEqual(contactsIn('erika@muster.example', 'letter'));
  });

  test('the same number written in another way is the same', () => {
    const [written] = contactsIn('+49 711 / 123-456', 'telephone');
    expect(written).toBeDefined();
    expect(contactsIn('0049711123456', 'telephone')).toEqual([written]);
  });

  test('a handle belongs to its network: the same name elsewhere is another', () => {
    const handle = contactsIn('@muster', 'instagram');
    expect(handle).toHaveLength(1);
    expect(contactsIn('MUSTER', 'instagram')).toEqual(handle);
    expect(contactsIn('@muster', 'x')).not.toEqual(handle);
  });

  test.each([
    ['words on a network', 'steht im Profil', 'instagram'],
    ['one word in a letter', 'Postfach', 'letter'],
    ['nothing', '', 'instagram'],
    ['a date', '23.11.', 'letter'],
  ] as const)('%s is nothing to be sure of', (_, line, channel) => {
    expect(contactsIn(line, channel)).toEqual([]);
  });
});
