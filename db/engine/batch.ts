import pg, { type QueryConfig } from "pg";

type Connection = Pick<pg.Connection, "stream" | "sync"> & {
  submittedNamedStatements: Record<string, string>;
};

/** What pg's client calls on a query as answers come; its types leave it out. */
interface Answered {
  name?: string;
  text: string;
  prepare(connection: Connection): void;
  handleRowDescription(message: object): void;
  handleDataRow(message: object): void;
  handleCommandComplete(message: object, connection: Connection): void;
  handleEmptyQuery(connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
}

/**
 * Statements that a server gets in one piece, one Sync behind them all (PostgreSQL documentation,
 * "Pipelining"): it runs none behind one that fails, so a `commit` may be the last. pg's own
 * pipelining has a Sync behind each, and would run that commit.
 */
export class Batch implements pg.Submittable {
  /** The rows of each; rejects with the error of the first that failed. */
  readonly done: Promise<object[][]>;
  private readonly queries: Answered[];
  private readonly results: object[][] = [];
  private settle!: { resolve: (rows: object[][]) => void; reject: (error: Error) => void };
  private failed = false;

  constructor(statements: readonly QueryConfig[]) {
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.queries = statements.map(
      (statement) =>
        new pg.Query({ ...statement, queryMode: "extended" } as QueryConfig, (error, result) => {
          if (error) this.fail(error);
          else this.results.push(result.rows);
        }) as unknown as Answered,
    );
  }

  /** The one whose answer is read: of which pg keeps the name once the server has parsed it. */
  private get current(): Answered {
    return this.queries[Math.min(this.results.length, this.queries.length - 1)]!;
  }
  get name(): string | undefined {
    return this.current.name;
  }
  get text(): string {
    return this.current.text;
  }
  /** pg asks for it; answers go to each query's own. */
  readonly callback = (): void => undefined;

  submit(connection: pg.Connection): void {
    const line = connection as unknown as Connection;
    const unsynced: Connection = Object.create(line, { sync: { value: () => undefined } });
    line.stream.cork();
    try {
      for (const query of this.queries) {
        query.prepare(unsynced);
        if (this.failed) break;
      }
      line.sync();
    } finally {
      line.stream.uncork();
    }
  }

  handleRowDescription(message: object): void {
    this.current.handleRowDescription(message);
  }
  handleDataRow(message: object): void {
    this.current.handleDataRow(message);
  }
  handleCommandComplete(message: object, connection: Connection): void {
    const { current } = this;
    current.handleCommandComplete(message, connection);
    current.handleReadyForQuery(connection);
  }
  handleReadyForQuery(): void {
    if (!this.failed) this.settle.resolve(this.results);
  }
  handleError(error: Error, connection: Connection): void {
    // The server has parsed none of those behind it.
    for (const { name } of this.queries.slice(this.results.length))
      if (name) delete connection.submittedNamedStatements[name];
    this.current.handleError(error, connection);
  }

  private fail(error: Error): void {
    this.failed = true;
    this.settle.reject(error);
  }
}
