/** Another worker has taken the job over: whoever learns of it writes nothing, and the worker lets go of the job. */
export class LostClaimError extends Error {
  override readonly name = 'LostClaimError';
}
