import { randomUUID } from "node:crypto";
import { readQuery } from "../../src/server/search/query";
import type { Request, Requests } from "./request";
import type { Sampled } from "./sample";
import { Random } from "./seed/random";
import { makeContent, makeTitle, makeVocabulary } from "./seed/words";

/** `api` and `pages` are what the program serves; the others are what it is measured by. */
export type Service = "reference server" | "page" | "api" | "pages";

export interface Workload {
  id: string;
  title: string;
  /** What the program's answer is compared with. */
  reference: "reference server" | "page";
  service: "api" | "pages";
  /** Requests a second, for one that is measured at low load. */
  rate?: number;
  /** A tenant of this many articles is asked, and no other. */
  tenantOf?: number;
  requests(sample: Sampled[], service: Service): Requests;
}

/** All that an article has but content and tags. */
const fields = "id,slug,title,excerpt,status,version,author,counts,publishedAt,createdAt,updatedAt";

const get = (path: string, headers: Record<string, string> = {}): Request => ({
  method: "GET",
  path,
  headers,
});

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Every other request comes from a site with a publishable key, which sees the published articles through the cache. */
const eitherKey = ({ secretKey, publishableKey }: Sampled, index: number) =>
  bearer(index % 2 === 0 ? secretKey : publishableKey);

const vocabulary = makeVocabulary();

export const workloads: Workload[] = [
  {
    id: "W1",
    title: "list of 20",
    reference: "reference server",
    service: "api",
    requests: (sample, service) =>
      sample.map((one, index) =>
        service === "reference server"
          ? get(`/list/${one.tenantId}`)
          : get(
              `/api/v1/articles?status=published&sort=-publishedAt&fields=${fields}`,
              eitherKey(one, index),
            ),
      ),
  },
  {
    id: "W2",
    title: "one by id",
    reference: "reference server",
    service: "api",
    requests: (sample, service) =>
      sample.map((one, index) =>
        service === "reference server"
          ? get(`/article/${one.tenantId}/${one.articleId}`)
          : get(`/api/v1/articles/${one.articleId}`, eitherKey(one, index)),
      ),
  },
  { id: "W3", title: "create", reference: "reference server", service: "api", requests: creations },
  {
    id: "W4",
    title: "search in 100,000",
    reference: "reference server",
    service: "api",
    rate: 20,
    tenantOf: 100_000,
    requests: (sample, service) => {
      const random = new Random("searches");
      return sample.slice(0, 200).map((one, index) => {
        const words = Array.from({ length: 1 + (index % 2) }, () => vocabulary.topic(random)).join(" ");
        return service === "reference server"
          ? get(`/search/${one.tenantId}/${encodeURIComponent(readQuery(words).tsquery ?? "")}`)
          : get(`/api/v1/articles?q=${encodeURIComponent(words)}&fields=${fields}`, bearer(one.secretKey));
      });
    },
  },
  {
    id: "W5",
    title: "public page",
    reference: "page",
    service: "pages",
    // So few that each is asked for often in the ten seconds for which it is cached, as pages are that people read.
    requests: (sample, service) =>
      sample
        .slice(0, 100)
        .map((one) =>
          get(service === "page" ? `/${one.tenantId}/${one.articleId}` : `/p/${one.tenantSlug}/${one.slug}`),
        ),
  },
  {
    id: "W6",
    title: "dashboard",
    reference: "page",
    service: "pages",
    requests: (sample, service) =>
      sample.map((one) =>
        service === "page"
          ? get(`/${one.tenantId}/${one.articleId}`)
          : get("/dashboard", { cookie: `masthead_session=${one.session}` }),
      ),
  },
];

/** Each article is new, of about 2 kB, and each request could be repeated safely. */
function creations(sample: Sampled[], service: Service): () => Request {
  const random = new Random("creations");
  const contents = Array.from({ length: 50 }, () =>
    makeContent(vocabulary, random).slice(0, 2_000).padEnd(1_900, "."),
  );
  let count = 0;
  return () => {
    const one = sample[count % sample.length];
    if (!one) throw new Error("there is nobody to write");
    const title = `${makeTitle(vocabulary, random)} ${randomUUID().slice(-12)}`;
    const body = JSON.stringify({ title, content: contents[count++ % contents.length] });
    const headers = { "content-type": "application/json" };
    if (service === "reference server") {
      return { method: "POST", path: `/create/${one.tenantId}/${one.userId}`, headers, body };
    }
    const more = { ...bearer(one.secretKey), "idempotency-key": randomUUID() };
    return { method: "POST", path: "/api/v1/articles", headers: { ...headers, ...more }, body };
  };
}
