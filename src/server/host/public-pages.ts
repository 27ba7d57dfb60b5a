import type { RequestListener } from "node:http";
import { LRUCache } from "lru-cache";
import { currentTagSlug } from "../articles/read";
import { resolveSite } from "../auth/resolve-site";
import { PageLimitError } from "../limits/page-limit";
import { openRequest, type RequestContext } from "../pipeline/context";
import { headersOf } from "../pipeline/node-headers";
import { requestIdHeader } from "../pipeline/request-id";
import { commonHeaders } from "../pipeline/response-headers";
import { cache } from "../platform/cache";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { articlesTag } from "../platform/generations";
import { processSingleton } from "../platform/process-singleton";
import { markAdmitted } from "./admitted-header";
import { cacheablePage, type Page, sizeOfPage } from "./cacheable-page";
import { type CollectedResponse, requestInternally } from "./internal-request";
import type { PublicAddress } from "./public-address";

/** What was made of an address: a page that is kept, or an answer for those alone who wait for it now. */
export type Answered = { page: Page } | { page?: undefined; made: CollectedResponse };

interface Visit {
  requestId: string;
  /** Throws PageLimitError if this visitor has had too many pages made. */
  assertMayRender(): Promise<void>;
}

/** Pages of the program itself are the same until it ends, but for the date on them. */
const programPagesMax = 100;
const lifetimeMs = 60_000;

const programPages = () =>
  processSingleton(
    "program-pages",
    () => new LRUCache<string, Page>({ max: programPagesMax, ttl: lifetimeMs }),
  );
const beingMade = () => processSingleton("program-pages-made", () => new Map<string, Promise<Answered>>());

/**
 * Public pages as they were made for one visitor and are handed out to all, in front of the framework, which needs dozens of
 * times what that takes. They are all the same, but for the nonce of their content security policy. A page is made for
 * its address alone, of nothing that the visitor sent and apart from the visitor's connection, so no header and no slow reader changes
 * what others get. What changes an article forgets its organisation's pages after the commit, on all processes, as it does
 * with every published read.
 */
export async function publicPage(
  address: PublicAddress,
  visit: Visit,
  next: RequestListener,
): Promise<Answered> {
  for (let tries = 0; ; tries++) {
    let isRefused = false;
    const make = async (): Promise<Answered> => {
      await visit.assertMayRender().catch((error: unknown) => {
        isRefused = true;
        throw error;
      });
      const context = contextFor(address.url, visit);
      const listener: RequestListener = (request, response) => {
        markAdmitted(request, response, context, commonHeaders(context, headersOf(request)));
        next(request, response);
      };
      return answeredOf(await requestInternally(listener, address.url, headersOfAnybody()));
    };
    try {
      return await find(address, visit, make);
    } catch (error) {
      // It was another visitor's limit: this one may have the page made.
      if (error instanceof PageLimitError && !isRefused && tries < 3) continue;
      throw error;
    }
  }
}

/** Of the request that a page is made for: nothing in it is a visitor's. */
function headersOfAnybody(): Record<string, string> {
  return { host: new URL(config().appUrl).host, accept: "text/html" };
}

/** Of no visitor, and counted for nobody: whoever asked for the page has been. */
function contextFor(url: string, { requestId }: Visit): RequestContext {
  const headers = new Headers({ [requestIdHeader]: requestId });
  return openRequest({ method: "GET", url: config().appUrl + url, headers });
}

function answeredOf(made: CollectedResponse): Answered {
  const page = cacheablePage(made);
  if (page) return { page };
  delete made.headers["set-cookie"];
  return { made };
}

async function find(
  { site, tag, url }: PublicAddress,
  { requestId }: Visit,
  make: () => Promise<Answered>,
): Promise<Answered> {
  if (site === undefined) return findOfProgram(url, make);
  const context = await siteOf(site, requestId);
  if (!context) return make();
  // Not of a word that is no tag, and not by a slug that its tag had before, which a new tag may have at any time.
  const isPresent = tag === undefined || (await currentTagSlug(context, tag)) === tag;
  // The organisation's name is part of what it was made from.
  return cache().read(context.tenantId, articlesTag.public, `page:${url}:${context.tenantName}`, make, {
    sizeOf: ({ page }) => (page ? sizeOfPage(page) : 0),
    isKept: ({ page }) => page !== undefined && isPresent,
  });
}

function siteOf(slug: string, requestId: string) {
  return resolveSite(slug, requestId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "organisation_not_found") return undefined;
    throw error;
  });
}

async function findOfProgram(url: string, make: () => Promise<Answered>): Promise<Answered> {
  const page = programPages().get(url);
  if (page) return { page };
  const made = beingMade().get(url);
  if (made) return made;
  const making = make().finally(() => beingMade().delete(url));
  beingMade().set(url, making);
  const answered = await making;
  if (answered.page) programPages().set(url, answered.page);
  return answered;
}
