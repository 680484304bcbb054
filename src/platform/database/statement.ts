/** One SQL statement with an address: prepared once per connection under its name, parameters only. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export function statement(name: string, text: string): Statement {
  return { name, text };
}

export interface StatementResult<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
  /** As the server names what it did: 'INSERT', 'COMMIT', or 'ROLLBACK' for a COMMIT of what had failed. */
  readonly command: string;
}

/** What a `*.sql.ts` function needs: something bound to one open transaction that runs one statement. */
export interface Executor {
  run<Row = Record<string, unknown>>(
    statement: Statement,
    parameters?: readonly unknown[],
  ): Promise<StatementResult<Row>>;
}
