/** Reasons that somebody tells apart; the others have only their sentence. */
export type StartErrorCode =
  'data-dir-in-use' | 'data-dir-unusable' | 'database-not-started' | 'database-moved' | 'database-lost';

/** The program cannot start, for a reason the person who starts it can mend. The message is all they are shown. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode | undefined;

  constructor(message: string, options: ErrorOptions & { readonly code?: StartErrorCode } = {}) {
    super(message, options);
    this.code = options.code;
  }
}
