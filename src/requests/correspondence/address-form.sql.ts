import type { AddressForm } from '../../domain/correspondence/kinds.js';
import { statement, type Executor } from '../../platform/database/statement.js';

const ADDRESS_FORM = statement(
  'address-form-of-channel',
  `SELECT c.address_form AS form FROM rights_request r JOIN channel c ON c.id = r.channel_id WHERE r.id = $1`,
);

/** How people are addressed who wrote on the channel of this case; null: as everywhere. */
export async function addressFormOf(executor: Executor, rightsRequestId: string): Promise<AddressForm | null> {
  return (await executor.run<{ form: AddressForm | null }>(ADDRESS_FORM, [rightsRequestId])).rows[0]?.form ?? null;
}
