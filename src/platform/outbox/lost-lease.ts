/** The lease was lost to another worker: the handler must write nothing, and the worker drops the job. */
export class LostLeaseError extends Error {
  override readonly name = 'LostLeaseError';
}
