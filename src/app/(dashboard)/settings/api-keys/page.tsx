import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { listApiKeys } from "@/server/api-keys/service";
import { can } from "@/server/auth/permissions";
import { requireAuth } from "@/server/pages/page-session";
import { hrefWith, pageCount, pageMaxOf, pageOf } from "../../../_lib/search-params";
import { EmptyState } from "../../../_ui/empty-state";
import { Link } from "../../../_ui/link";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { Pager } from "../../../_ui/pager";
import { SettingsTabs } from "../settings-tabs";
import { CreateKeyForm } from "./create-key-form";
import { KeyList } from "./key-list";

export const metadata: Metadata = { title: "API keys" };

const pageSize = 100;

const hrefOf = (page: number) => hrefWith("/settings/api-keys", { page: page === 1 ? undefined : page });

export default async function ApiKeysPage({ searchParams }: PageProps<"/settings/api-keys">) {
  const page = pageOf((await searchParams).page, pageMaxOf(pageSize));
  const { context } = await requireAuth(hrefOf(page));
  if (!can(context.role, "admin")) {
    return (
      <NotAllowed role={context.role}>
        API keys open the whole organisation, so only admins manage them.
      </NotAllowed>
    );
  }
  const offset = (page - 1) * pageSize;
  const { items: keys, total } = await listApiKeys(context, { limit: pageSize, offset });
  if (keys.length === 0 && page > 1) redirect(hrefOf(1));
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/api-keys" />
      <PageTitle
        title="API keys"
        intro={
          <>
            With a key, your site and your tools read and write over the REST API. Secret keys belong on
            servers; publishable ones may be in a page, and see only what everybody sees.{" "}
            <Link href="/docs" className="link">
              How to use them
            </Link>
          </>
        }
      />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_20rem]">
        <section aria-labelledby="keys" className="min-w-0 lg:order-1">
          <h2 id="keys" tabIndex={-1} className="border-b border-ink pb-2 text-xl font-semibold">
            Your keys
          </h2>
          {keys.length > 0 ? (
            <KeyList keys={keys} />
          ) : (
            <div className="mt-4">
              <EmptyState title="No keys yet">
                Make one with the form on this page, then send it as <code>Authorization: Bearer …</code> with
                each request.
              </EmptyState>
            </div>
          )}
          <Pager page={page} pages={pageCount(total, pageSize)} hrefOf={hrefOf} />
        </section>
        <section aria-labelledby="new-key" className="max-lg:order-first lg:order-2">
          <h2 id="new-key" className="border-b border-ink pb-2 text-xl font-semibold">
            New key
          </h2>
          <CreateKeyForm />
        </section>
      </div>
    </>
  );
}
