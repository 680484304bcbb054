import { statement, type Executor } from '../platform/database/statement.js';

/** One sealed field of one request; `ciphertext` as `platform/vault` made it. */
export interface SealedField {
  readonly rightsRequestId: string;
  readonly organisationId: string;
  readonly field: string;
  readonly ciphertext: Buffer;
}

const INSERT_SEALED = statement(
  'insert-sealed',
  `INSERT INTO sealed (rights_request_id, organisation_id, field, ciphertext)
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[])`,
);

export async function insertSealed(executor: Executor, fields: readonly SealedField[]): Promise<void> {
  await executor.run(INSERT_SEALED, [
    fields.map((field) => field.rightsRequestId),
    fields.map((field) => field.organisationId),
    fields.map((field) => field.field),
    fields.map((field) => field.ciphertext),
  ]);
}
