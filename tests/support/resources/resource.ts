import type { Sql } from "postgres";
import type { oas31 } from "zod-openapi";
import type { AnyOperation, Method } from "@/server/pipeline/operation";
import type { CallOptions } from "../api";
import type { TestMember, TestTenant } from "../factories";
import type { ActorName, Credential } from "./actors";
import type { Ids } from "./ids";
import type { PersonName } from "./people";

/** For whom something is made. */
export interface Owner {
  tenant: TestTenant;
  /** Whose it is, where it belongs to a person. */
  member: TestMember;
  /** Where nobody else is a member. */
  elsewhere: TestTenant;
}

/**
 * Makes something in an organisation, as new, and returns what an address or a form needs to name it. Whatever holds text
 * holds the word Secret, which must never be shown to another organisation.
 */
export type Make = (owner: Owner) => Promise<Ids>;

/** SQL statements and round trips to Postgres. */
export type Cost = [statements: number, roundTrips: number];

/** An organisation that was filled with many rows by SQL, and the article that has more below it than any other. */
export interface Crowd {
  tenant: TestTenant;
  articleId: string;
}

/** A query that is asked for, and how many rows it may read if not as few as most. */
export type Variant = string | { query: string | ((crowd: Crowd) => string); rowsMax?: number };

/** What an operation of the API answers to each actor about something of their own organisation, and what that costs. */
export interface OperationCase {
  /** Status for everyone who may. */
  ok: number;
  /** Those who may; everyone else with a good credential gets 403 (`refused`), everyone without one 401. */
  allowed: ActorName[];
  /** What others get, if not 403. */
  refused?: number;
  /** For what is open to whoever asks, with or without a credential. */
  open?: true;
  /** What must be there first. */
  given?: Make;
  /** A body that is accepted: sent as JSON. */
  body?: unknown | ((ids: Ids) => unknown);
  /** The fields that a body may have: no column of the database besides is taken for one. */
  fields?: string[];
  /** With its question mark. */
  query?: string;
  /**
   * BEGIN, COMMIT and entering the tenant are no statements of it, but the round trips are all there are: a read that asks
   * everything at once makes one, and a change at least two, since its COMMIT waits for the rest. A number that grew needs
   * a reason, and one that depends on how many rows there are is a fault.
   */
  cost: Cost;
  /** For lists: the ways of asking, so that each parameter is among them. */
  variants?: Variant[];
  /** How to make it give those answers that not every operation can give, by status and code: `409 slug_taken`. */
  answers?: Record<string, Scenario>;
  /** In the words of the docs. */
  note?: string;
}

/** An operation with what its declaration, its description and the tests say of it. */
export interface DescribedOperation {
  id: string;
  method: Method;
  /** In Next's notation: `/api/v1/articles/[id]`. */
  path: string;
  declared: AnyOperation;
  described: oas31.OperationObject;
  expected: OperationCase;
}

/** An answer that was held against the description. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** What its JSON holds; undefined where it is none. */
  body: ReturnType<typeof JSON.parse>;
}

/** In which an operation is asked. */
export interface World {
  tenant: TestTenant;
  credentials: Record<ActorName, Credential>;
  /** Sends a request and holds the answer against the description. */
  ask(method: string, target: string, options?: CallOptions): Promise<Answer>;
}

/** Makes an operation give a certain answer, and returns it. */
export type Scenario = (world: World, operation: DescribedOperation) => Promise<Answer>;

/** A request that is accepted. */
export interface Prepared {
  method: string;
  target: string;
  options: CallOptions;
  /** Status of the answer, unless one asks again. */
  ok: number;
}

/** What can be seen of a page's answer. */
export type PageAnswer = "page" | "sign in" | "dashboard" | "not for this role" | "not found" | "link gone";

/** What a page shows to each person about something of their own organisation. */
export interface PageCase {
  /**
   * `staff`: for members; others are sent to sign in. `visitors`: for those who aren't signed in; others are sent to the
   * dashboard. `open`: for everybody. `link`: for whoever holds a link from a mail, which is the only credential here.
   */
  audience: "staff" | "visitors" | "open" | "link";
  /** Members who see it, if not all. */
  allowed?: PersonName[];
  /** What those who may see, if it isn't the page. */
  answer?: PageAnswer;
  /** What must be there first. */
  given?: Make;
  /** About nothing of any organisation, so that there is nothing of another one. */
  common?: true;
  /** In the words of the docs. */
  note?: string;
}

/** What can be seen of an action's answer. */
export type ActionAnswer = "done" | "sign in" | "refused" | "other page" | "not found" | "link gone";

/** What a Server Action answers to each person about something of their own organisation. */
export interface ActionCase {
  /** `visitors`: for whoever sends it, signed in or not. A list: members; the others are refused or sent to sign in. */
  allowed: PersonName[] | "visitors";
  /** What must be there first. */
  given?: Make;
  /** It belongs to an organisation or a person, so that it can be somebody else's. */
  owned?: true;
  /** What the form holds. */
  form: (ids: Ids) => Record<string, string>;
  /** Carried out also for a page that was made in another organisation. */
  fromAnyPage?: true;
  /** Those who may also do it about something of the other organisation, of which they are members. */
  alsoElsewhere?: PersonName[];
  /** In the words of the docs. */
  note?: string;
}

/** What isolation rests on in a table. */
export interface TableCase {
  /** What the program may do with it, in alphabetical order. A right that isn't here is one that nobody needs. */
  rights?: string;
  /** The tables that it refers to, each as often as it does: one that went missing would let rows point to nothing, or to another tenant's. */
  references: string[];
  /** Restrictive policies by name: what narrows the public audience's view. */
  restrictions?: Record<string, RegExp>;
  /** Why it spans tenants, if it does. */
  spansTenants?: string;
}

/** All that the tests must know of a resource: each file of `tests/resources` exports one. */
export interface Resource {
  /** By method and path in Next's notation: `GET /api/v1/tags/[id]`. */
  operations?: Record<string, OperationCase>;
  /** By path: `/articles/[id]`. */
  pages?: Record<string, PageCase>;
  /** By the name of the exported function. */
  actions?: Record<string, ActionCase>;
  tables?: Record<string, TableCase>;
  /** What pages list or count beside the API's operations, by the name of the function that they call. */
  pageReads?: Record<string, (crowd: Crowd) => Promise<unknown>>;
  /** Makes one more of it, to see that costs don't grow with its number. */
  fill?: (tenant: TestTenant, index: number) => Promise<unknown>;
  /** Fills an organisation with that many by SQL, as a superuser, to look at the plans of reads. */
  crowd?: (sql: Sql, crowd: Crowd, count: number) => Promise<unknown>;
}
