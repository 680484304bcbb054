import { statement, type Executor } from '../../platform/database/statement.js';

export interface RequestKeyRow {
  readonly epoch: number;
  readonly wrapped: Buffer;
}

const FIND_KEY = statement('find-request-key', 'SELECT epoch, wrapped FROM request_key WHERE rights_request_id = $1');

/** The wrapped key under which everything of a request is sealed; undefined once it is erased, or never was. */
export async function findRequestKey(executor: Executor, rightsRequestId: string): Promise<RequestKeyRow | undefined> {
  const { rows } = await executor.run<RequestKeyRow>(FIND_KEY, [rightsRequestId]);
  return rows[0];
}
