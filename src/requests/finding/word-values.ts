import { wordsToKeep, type PersonNames } from '../../domain/finding/person-words.js';

interface Hashing {
  blindIndex(organisation: string, value: string): Buffer;
}

/** As `person_word.value` holds it. Its own prefix: the same word elsewhere has another hash. */
export function wordValue(vault: Hashing, organisationId: string, word: string): string {
  return vault.blindIndex(organisationId, `person-word:${word}`).readBigInt64BE(0).toString();
}

export function personWordValues(vault: Hashing, organisationId: string, names: PersonNames): readonly string[] {
  return [...new Set(wordsToKeep(names).map((word) => wordValue(vault, organisationId, word)))];
}
