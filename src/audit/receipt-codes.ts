import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { base32 } from '../domain/correspondence/threading.js';
import { Database } from '../platform/database/database.js';
import type { Scope } from '../platform/database/scope.js';
import { statement } from '../platform/database/statement.js';
import { Vault } from '../platform/vault/vault.js';

const FIND = statement(
  'receipt-code-entry',
  `SELECT index::float8 AS index FROM log_entry WHERE rights_request_id = $1 AND event = 'request.recorded' LIMIT 1`,
);

const INDEX_BYTES = 4;
const CHECK_BYTES = 8;
const GROUP = /.{5}/g;
/** 96 bits in letters that carry five each. */
const CODE = /^[a-z2-7]{20}$/;

/**
 * The short code on a person's receipt: the place of its entry in the log, and 64 bits that only this installation can
 * make. Nothing of the case is in it, nothing has to be kept for it, and it goes on leading to the entry when the case
 * is erased.
 */
@Injectable()
export class ReceiptCodes {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Of the entry that recorded the request; undefined when there is none. */
  async of(scope: Scope & { readonly organisationId: string }, rightsRequestId: string): Promise<string | undefined> {
    return this.database.ask(scope, async (executor) => {
      const [entry] = (await executor.run<{ index: number }>(FIND, [rightsRequestId])).rows;
      return entry === undefined ? undefined : this.codeOf(scope.organisationId, entry.index);
    });
  }

  /** In groups of five, as people read it out. */
  codeOf(organisationId: string, index: number): string {
    const place = Buffer.alloc(INDEX_BYTES);
    place.writeUInt32BE(index);
    const check = this.vault.blindIndex(organisationId, `receipt:${index}`).subarray(0, CHECK_BYTES);
    const text = base32(Buffer.concat([place, check])).toUpperCase();
    return (text.match(GROUP) ?? []).join('-');
  }

  /** The place of the entry; undefined for what is no code of this log. However it was typed. */
  indexOf(organisationId: string, typed: string): number | undefined {
    const text = typed
      .replaceAll(/[\s-]/g, '')
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', 'i')
      .replaceAll('8', 'b');
    if (!CODE.test(text)) {
      return undefined;
    }
    // Seven letters are 35 bits, of which the first 32 are the place.
    const index = Math.floor([...text.slice(0, 7)].reduce((sum, letter) => sum * 32 + ALPHABET.indexOf(letter), 0) / 8);
    const right = Buffer.from(this.codeOf(organisationId, index).replaceAll('-', '').toLowerCase());
    return timingSafeEqual(right, Buffer.from(text)) ? index : undefined;
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
