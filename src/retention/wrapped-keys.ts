import { keyName } from './kept-openings.js';

/** A table whose rows have a key of their own, wrapped under the organisation's. */
export interface WrappedKeys {
  readonly table: string;
  /** Column by which a row is known. */
  readonly id: string;
  /** The name under which its key is wrapped. */
  readonly name: (id: string) => string;
}

const itself = (id: string): string => id;

/**
 * Every table with a wrapped key: all of them are wrapped anew when the organisation's key is renewed, or what is in them
 * could not be opened any more. A test asks the database whether one is missing here.
 */
export const WRAPPED_KEYS: readonly WrappedKeys[] = [
  { table: 'request_key', id: 'rights_request_id', name: itself },
  { table: 'opening_key', id: 'rights_request_id', name: keyName },
  { table: 'inbound_mail', id: 'id', name: itself },
  { table: 'staged_upload', id: 'id', name: itself },
  { table: 'kept_form', id: 'id', name: itself },
  { table: 'erasure_certificate', id: 'id', name: itself },
];
