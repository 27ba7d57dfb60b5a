import { Column, is, Param, Placeholder, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import { LRUCache } from "lru-cache";
import { named, type Result } from "./batch";

/** Values for a statement's placeholders, by their names. */
export type Values = Readonly<Record<string, unknown>>;

/** A statement that is built once and sent often: building and mapping by Drizzle each time costs more than a small query. */
export interface Prepared<Row> {
  readonly text: string;
  /** The statement's parameters. Throws where a value is missing. */
  fill(values: Values): unknown[];
  read(result: Result): Row[];
}

/** What rows are made of: columns, expressions without a decoder of their own, and objects of them. */
export interface Fields {
  readonly [name: string]: Column | SQL | SQL.Aliased | Fields;
}

interface Query<Rows> extends PromiseLike<Rows> {
  toSQL(): { sql: string; params: unknown[] };
}

// Builds statements and never sends one.
const paper = drizzle(async () => {
  throw new Error("a statement that was only to be built was sent");
});
const dialect = new PgDialect();

/**
 * A select of `fields`, as Drizzle would run it, with `sql.placeholder` for its values. Not for left joins: an object whose
 * values are all null stays one.
 */
export function prepareSelect<Row>(
  fields: Fields,
  build: (database: PgRemoteDatabase) => Query<Row[]>,
): Prepared<Row> {
  const readers = readersOf(fields);
  return {
    ...prepared(build(paper).toSQL()),
    read: ({ rows }) =>
      rows.map((values) => {
        const row: Record<string, unknown> = {};
        for (let index = 0; index < readers.length; index++) readers[index]?.(row, values[index]);
        return row as Row;
      }),
  };
}

/** A statement whose answer is of no interest, such as an insert. */
export function prepareChange(build: (database: PgRemoteDatabase) => Query<unknown>): Prepared<never> {
  return { ...prepared(build(paper).toSQL()), read: () => [] };
}

/** A statement written by hand; rows have its columns' names and the driver's values. */
export function prepareSql<Row extends object>(statement: SQL): Prepared<Row> {
  return { ...prepared(dialect.sqlToQuery(statement)), read: (result) => named(result) as Row[] };
}

/** Shapes of one statement that are kept; the one that was asked for the longest ago is forgotten first. */
const shapesMax = 500;

/** One prepared statement for each shape that it can have, made when that is first asked for. */
export function byShape<Shape, Row>(
  prepare: (shape: Shape) => Prepared<Row>,
): (shape: Shape) => Prepared<Row> {
  const known = new LRUCache<string, Prepared<Row>>({ max: shapesMax });
  return (shape) => {
    const key = JSON.stringify(shape);
    let found = known.get(key);
    if (!found) {
      found = prepare(shape);
      known.set(key, found);
    }
    return found;
  };
}

function prepared({ sql: text, params }: { sql: string; params: unknown[] }) {
  const fillers = params.map(fillerOf);
  return { text, fill: (values: Values) => fillers.map((fill) => fill(values)) };
}

function fillerOf(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => given(values, param.name);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder, value } = param;
    return (values) => {
      const known = given(values, value.name);
      return known === null ? null : encoder.mapToDriverValue(known);
    };
  }
  return () => param;
}

function given(values: Values, name: string): unknown {
  const value = values[name];
  if (value === undefined) throw new TypeError(`the statement needs a value for ${name}`);
  return value;
}

type Reader = (row: Record<string, unknown>, value: unknown) => void;

/** For each value of a row, in the order in which Drizzle selects, what puts it into its place. */
function readersOf(fields: Fields): Reader[] {
  return Object.entries(fields).flatMap(([name, field]): Reader[] => {
    if (is(field, Column)) {
      return [
        (row, value) => {
          // Dates are made by the driver already.
          row[name] = value === null || value instanceof Date ? value : field.mapFromDriverValue(value);
        },
      ];
    }
    if (isObject(field)) {
      return readersOf(field).map((read, index) => (row, value) => {
        if (index === 0) row[name] = {};
        read(row[name] as Record<string, unknown>, value);
      });
    }
    return [
      (row, value) => {
        row[name] = value;
      },
    ];
  });
}

/** Drizzle's own values are instances of its classes. */
function isObject(field: Fields[string]): field is Fields {
  return Object.getPrototypeOf(field) === Object.prototype;
}
