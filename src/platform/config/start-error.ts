/** The program cannot start, for a reason the person who starts it can mend. The message is all they are shown. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
