import { type Client, queriesBy } from "./client";
import type { Database } from "./database";
import { DatabaseUnavailableError, isFollowUp, isRetryable, translateError } from "./errors";
import type { Statement, Values } from "./statement";
import type { Answers, Steps, TenantId, TenantScope, TenantTx, TransactionMethods } from "./tenant";

/**
 * Begins a transaction and makes it the tenant's: one message and one answer. It can't have parameters then, so everything in
 * it is checked here, whatever its type says.
 */
function beginningOf(begin: Begin, { tenantId, userId, audience }: TenantScope): string {
  const isValid =
    isUuid.test(tenantId) && (userId === null || isUuid.test(userId)) && audiences.has(audience);
  if (!isValid) throw new TypeError("a transaction's tenant, user or audience is malformed");
  return `${begin}; set local app.tenant_id = '${tenantId}'; set local app.user_id = '${userId ?? ""}'; set local app.audience = '${audience}'`;
}

type Begin = "begin" | "begin read only";
const isUuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const audiences: ReadonlySet<string> = new Set<TenantScope["audience"]>(["staff", "public"]);

/** Drizzle for repositories, with the methods of the transaction that sends for it. */
function txOf(methods: TransactionMethods, send: (text: string, params: readonly unknown[]) => unknown) {
  const { run, enqueue, inOrder, afterCommit, assertOpenFor } = methods;
  return Object.assign(queriesBy(send), { run, enqueue, inOrder, afterCommit, assertOpenFor }) as TenantTx;
}

/** A transaction on a connection that nobody else has. BEGIN and the tenant's settings travel with its first statement. */
class Transaction implements TransactionMethods {
  /** What failed first: all that comes after it in the transaction only says that something has. */
  failure: unknown;
  readonly #steps: (() => unknown)[] = [];
  #begun = false;
  readonly #enqueued: Promise<unknown>[] = [];
  /** From the moment when COMMIT is sent until the server says that it rolled back. */
  mayBeCommitted = false;
  #isOver = false;

  constructor(
    private readonly client: Client,
    private readonly scope: TenantScope,
    private readonly begin: Begin,
  ) {}

  readonly send = (text: string, params: readonly unknown[]) => {
    this.#begin();
    return this.#watched(this.client.send(text, params));
  };

  readonly run = <Answer>(statement: Statement<Answer>, values: Values): Promise<Answer> => {
    this.#begin();
    return this.#watched(statement.on(this.client).execute(values));
  };

  readonly enqueue = (statement: Statement<unknown>, values: Values): void => {
    this.#begin();
    const before = this.client.sentCount;
    this.#enqueued.push(this.run(statement, values));
    if (this.client.sentCount === before) throw new TypeError("a change has a value that can't be sent");
  };

  readonly inOrder = async <const S extends Steps>(steps: S): Promise<Answers<S>> => {
    const answers = steps.map(async (step) => {
      const before = this.client.sentCount;
      const asked = step();
      const isSent = this.client.sentCount > before;
      const answer = await asked;
      if (!isSent) throw new Error("a step sent nothing when it was called");
      return answer;
    });
    return (await Promise.all(answers)) as Answers<S>;
  };

  readonly afterCommit = (step: () => unknown): void => {
    this.assertOpenFor(this.scope.tenantId);
    this.#steps.push(step);
  };

  readonly assertOpenFor = (tenantId: TenantId): void => {
    if (this.#isOver) throw new Error("a query was sent after its transaction had ended");
    if (tenantId !== this.scope.tenantId) throw new Error("the transaction is another tenant's");
  };

  /** False where a statement had failed: then COMMIT "succeeds" as a ROLLBACK. */
  async commit(): Promise<boolean> {
    this.#isOver = true;
    if (!this.#begun) return true;
    this.mayBeCommitted = true;
    const { command } = await this.client.send("commit");
    this.#begun = false;
    this.mayBeCommitted = command === "COMMIT";
    // What failed among them is why.
    if (!this.mayBeCommitted) await Promise.allSettled(this.#enqueued);
    return this.mayBeCommitted;
  }

  async rollBack(): Promise<void> {
    this.#isOver = true;
    if (!this.#begun || !this.client.isOpen) return;
    await this.client.send("rollback").then(undefined, () => this.client.destroy());
  }

  async doWhatWaited(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step();
  }

  #begin(): void {
    this.assertOpenFor(this.scope.tenantId);
    if (this.#begun) return;
    const beginning = beginningOf(this.begin, this.scope);
    this.#begun = true;
    this.#watched(this.client.send(beginning));
  }

  #watched<P extends PromiseLike<unknown>>(answer: P): P {
    answer.then(undefined, (error: unknown) => {
      this.failure ??= error;
    });
    return answer;
  }
}

/**
 * Reads of one tenant. Each statement, or all of one `inOrder`, is a read-only transaction that is sent as a whole, with its
 * COMMIT, and so costs one round trip; in between the connection is free for others. Each sees what is committed by then,
 * as each statement of an ordinary transaction does.
 */
class Reading implements TransactionMethods {
  isOver = false;
  /** While statements are being sent together. */
  #open: Transaction | undefined;

  constructor(
    private readonly database: Database,
    private readonly scope: TenantScope,
  ) {}

  readonly run = <Answer>(statement: Statement<Answer>, values: Values): Promise<Answer> =>
    this.#ask((open) => open.run(statement, values));

  readonly inOrder = <const S extends Steps>(steps: S): Promise<Answers<S>> =>
    this.#ask((open) => open.inOrder(steps));

  readonly send = (text: string, params: readonly unknown[]): unknown => {
    if (this.#open) return this.#open.send(text, params);
    // Drizzle says in the same breath whether it wants rows as lists of values.
    let asValues = false;
    const answer = this.#ask<unknown>((open) => {
      const query = open.send(text, params);
      return asValues ? query.values() : query;
    });
    const values = () => {
      asValues = true;
      return answer;
    };
    return Object.assign(answer, { values });
  };

  readonly enqueue = (): never => {
    throw new Error("a read can't change anything");
  };

  readonly afterCommit = this.enqueue;

  readonly assertOpenFor = (tenantId: TenantId): void => {
    if (this.isOver) throw new Error("a query was sent after its transaction had ended");
    if (tenantId !== this.scope.tenantId) throw new Error("the transaction is another tenant's");
  };

  async #ask<T>(ask: (open: Transaction) => Promise<T>): Promise<T> {
    if (this.#open) return ask(this.#open);
    const whole = () => this.database.use(this.scope.tenantId, (client) => this.#askWhole(client, ask));
    const answer = (await whole()) ?? (await whole());
    if (answer) return answer.value;
    throw new Error("a read was rolled back");
  }

  /** Undefined where a statement was stale: the driver sends it again by itself, behind COMMIT, and what that answers is worth nothing. */
  async #askWhole<T>(
    client: Client,
    ask: (open: Transaction) => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    this.assertOpenFor(this.scope.tenantId);
    const open = new Transaction(client, this.scope, "begin read only");
    const [answer, committed] = await Promise.allSettled([this.#askOn(open, ask), open.commit()]);
    for (const one of [answer, committed])
      if (one.status === "rejected" && !isFollowUp(one.reason)) throw one.reason;
    if (open.failure && !isFollowUp(open.failure)) throw open.failure;
    const isWhole = committed.status === "fulfilled" && committed.value;
    return isWhole && answer.status === "fulfilled" ? answer : undefined;
  }

  async #askOn<T>(open: Transaction, ask: (open: Transaction) => Promise<T>): Promise<T> {
    let answer: Promise<T>;
    this.#open = open;
    try {
      answer = ask(open);
    } finally {
      this.#open = undefined;
    }
    return answer;
  }
}

export interface TransactionOptions {
  /** Nothing may be changed; see `Reading`. */
  readOnly?: boolean;
  /** How often `work` is begun at most. */
  attemptsMax?: number;
}

/**
 * Runs `work` in a transaction of one tenant and commits it.
 *
 * Round trips: the tenant's settings travel with what is asked first, and whatever is asked without waiting goes out
 * together. So a read costs as many round trips as it awaits answers, and a write one more, for COMMIT. After a
 * serialization failure or a deadlock the whole of `work` runs again; it must therefore do nothing but database work.
 *
 * Throws what `work` throws; ConstraintError; DatabaseUnavailableError.
 */
export async function runInTenant<T>(
  database: Database,
  scope: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  { readOnly = false, attemptsMax = 3 }: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (readOnly ? read : write)(database, scope, work);
    } catch (error) {
      if (!isRetryable(error)) throw translateError(error);
      if (attempt < attemptsMax) continue;
      throw new DatabaseUnavailableError("transactions stood in each other's way", { cause: error });
    }
  }
}

type Work<T> = (tx: TenantTx) => Promise<T>;

async function read<T>(database: Database, scope: TenantScope, work: Work<T>): Promise<T> {
  const reading = new Reading(database, scope);
  try {
    return await work(txOf(reading, reading.send));
  } finally {
    reading.isOver = true;
  }
}

async function write<T>(database: Database, scope: TenantScope, work: Work<T>): Promise<T> {
  let begun: Transaction | undefined;
  const change = async (client: Client) => {
    const open = new Transaction(client, scope, "begin");
    begun = open;
    try {
      const result = await work(txOf(open, open.send));
      if (await open.commit()) return { open, result };
      const cause = open.failure;
      throw new Error("the transaction was rolled back: a statement in it had failed", { cause });
    } catch (error) {
      await open.rollBack();
      throw isFollowUp(error) ? open.failure : error;
    }
  };
  try {
    const { open, result } = await database.use(scope.tenantId, change);
    await open.doWhatWaited();
    return result;
  } catch (error) {
    // The connection ended before COMMIT was answered: caches have to be told in either case.
    if (begun?.mayBeCommitted) await begun.doWhatWaited();
    throw error;
  }
}
