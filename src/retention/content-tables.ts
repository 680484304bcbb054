import type { RetentionClass } from '../domain/retention/classes.js';

/** A table that holds something of the person by request, besides `sealed`: what counts, and what takes it away. */
export interface ContentTable {
  readonly table: string;
  readonly class: RetentionClass;
  /** Which rows of the request ($1) hold something. */
  readonly holds: string;
  readonly erase: string;
}

const OF_REQUEST = 'rights_request_id = $1';
const whole = (table: string, one: RetentionClass): ContentTable => ({
  ...{ table, class: one, holds: OF_REQUEST, erase: `DELETE FROM ${table} WHERE ${OF_REQUEST}` },
});

/**
 * Every place in the database with content of a request outside `sealed`. A table that is neither here nor in `STAYS` makes
 * a test fail: whoever adds one decides here when its rows go.
 */
export const CONTENT_TABLES: readonly ContentTable[] = [
  whole('request_draft', 'internal'),
  whole('message_draft', 'internal'),
  {
    table: 'task',
    class: 'internal',
    holds: `${OF_REQUEST} AND length(link) > 0`,
    erase: `UPDATE task SET link = '' WHERE ${OF_REQUEST} AND length(link) > 0`,
  },
  whole('blind_index', 'index'),
  whole('person_word', 'index'),
  {
    table: 'inbound_mail',
    class: 'message',
    holds: `${OF_REQUEST} AND state <> 'open'`,
    erase: `DELETE FROM inbound_mail WHERE ${OF_REQUEST} AND state <> 'open'`,
  },
  whole('reply_address', 'message'),
  whole('idempotency_key', 'message'),
  {
    table: 'case_message',
    class: 'message',
    holds: `${OF_REQUEST} AND direction = 'in' AND fingerprint IS NOT NULL`,
    erase: `UPDATE case_message SET fingerprint = NULL WHERE ${OF_REQUEST} AND fingerprint IS NOT NULL`,
  },
  {
    // One that waits and may belong to the request is another matter: it is erased when it has been dealt with.
    table: 'inbound_mail',
    class: 'message',
    holds: `${OF_REQUEST} AND state <> 'open'`,
    erase: `DELETE FROM inbound_mail WHERE ${OF_REQUEST} AND state <> 'open'`,
  },
  {
    table: 'identity_check',
    class: 'message',
    holds: `${OF_REQUEST} AND (code_salt IS NOT NULL OR link_hash IS NOT NULL)`,
    erase: `UPDATE identity_check SET code_salt = NULL, link_hash = NULL WHERE ${OF_REQUEST}
      AND (code_salt IS NOT NULL OR link_hash IS NOT NULL)`,
  },
  {
    table: 'portability_package',
    class: 'package',
    holds: `${OF_REQUEST} AND code_salt IS NOT NULL`,
    erase: `UPDATE portability_package SET code_salt = NULL WHERE ${OF_REQUEST} AND code_salt IS NOT NULL`,
  },
  whole('opening_key', 'openings'),
  {
    table: 'rights_request',
    class: 'link',
    holds: `id = $1 AND reference NOT LIKE 'geloescht-%'`,
    erase: `UPDATE rights_request SET reference = 'geloescht-' || id WHERE id = $1 AND reference NOT LIKE 'geloescht-%'`,
  },
];

/** Handled by name: the key, and what is sealed under it. */
export const BY_KEY = ['request_key', 'sealed', 'kept_opening'] as const;

/** What is meant to remain, and why it says nothing about a person by itself. */
export const STAYS: Readonly<Record<string, string>> = {
  right_claim: 'right, checks answered, outcome and ground: the minimal proof',
  duty: 'which duty was done when, by which proof, or left out on which ground; its words are sealed',
  request_note: 'that a note was written, when and by whom; its words are sealed',
  request_join: 'which request went on in which',
  forwarding: 'that and when it reached the DPO, with the Message-ID of that mail',
  forwarding_attempt: 'codes and moments',
  task_mail: 'kinds, days and Message-IDs of mails about tasks',
  restriction: 'the line of the register: ground and days',
  recipient: 'states and days; who it is, is sealed',
  complaint: 'days and result',
  sent_mail: 'Message-ID, kind, moments and what a server reported; no address',
  refused_mail: 'kind, code and moment of a refused mail',
  log_entry: 'the log: facts, pseudonyms and commitments',
  log_stray_entry: 'what somebody put beside the log past the program; kept as evidence of that',
  compliance_request: 'figures by request: days and yes or no',
  legal_hold: 'reason, days and persons of a hold',
  erasure: 'that, when and of which classes something was erased',
  erasure_failure: 'a code',
  erasure_certificate: 'the address, under a key of its own, until a mail server has answered; seven days at most',
  content_copy: 'where copies lay, and that they are gone',
};
