import { type ListedArticle, listArticles } from "../articles/read";
import { listArticles as listSchema } from "../articles/schema";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf, feedAddress, siteAddress } from "./addresses";
import { textElement, xmlDocument, xmlElement } from "./xml";

const itemsMax = 50;

/** What an organisation has published of late, as RSS 2.0. An article's identity is its id, which no new address changes. */
export async function feedOf(context: TenantContext): Promise<string> {
  const fields = "id,slug,title,excerpt,author,tags,publishedAt,updatedAt";
  const query = listSchema.parse({ fields, sort: "-publishedAt", limit: itemsMax });
  const { items } = await listArticles(context, query);
  const { tenantName, locale } = context;
  const site = siteAddress(context);
  const head = [
    textElement("title", tenantName),
    textElement("link", site),
    textElement("description", `The latest from ${tenantName}.`),
    textElement("language", locale?.language ?? "en"),
    xmlElement("atom:link", "", { href: feedAddress(context), rel: "self", type: "application/rss+xml" }),
  ];
  const body = items.map((article) => itemOf(context, article));
  const namespaces = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
  };
  return xmlDocument(
    xmlElement("rss", xmlElement("channel", [...head, ...body].join("\n")), {
      version: "2.0",
      ...namespaces,
    }),
  );
}

function itemOf(context: TenantContext, article: ListedArticle): string {
  const { id = "", slug = "", title = "", excerpt = "", author, tags = [], publishedAt } = article;
  return xmlElement(
    "item",
    [
      textElement("title", title),
      textElement("link", addressOf(context, slug)),
      textElement("guid", `urn:uuid:${id}`, { isPermaLink: "false" }),
      ...(publishedAt ? [textElement("pubDate", new Date(publishedAt).toUTCString())] : []),
      ...(author ? [textElement("dc:creator", author.name)] : []),
      ...tags.map(({ name }) => textElement("category", name)),
      textElement("description", excerpt),
    ].join(""),
  );
}
