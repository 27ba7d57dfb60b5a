export interface Request {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Requests to send one after the other, over and over; or a function that makes each anew. */
export type Requests = Request[] | (() => Request);
