import type { Names } from "../names";

export const pageFile = ({
  One,
  Many,
  Words,
  plural,
  word,
  words,
}: Names) => `import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { list${Many} as listSchema } from "@/server/${plural}/schema";
import { type ${One}, list${Many} } from "@/server/${plural}/service";
import { requireAuth } from "@/server/pages/page-session";
import { firstOf, hrefWith } from "../../_lib/search-params";
import { buttonClass } from "../../_ui/button-class";
import { ConfirmDialog } from "../../_ui/confirm-dialog";
import { EmptyState } from "../../_ui/empty-state";
import { Link } from "../../_ui/link";
import { PageTitle } from "../../_ui/page-title";
import { SubmitForm } from "../../_ui/submit-form";
import { Time } from "../../_ui/time";
import { create${One}Action, delete${One}Action } from "./actions";

export const metadata: Metadata = { title: ${JSON.stringify(Words)} };

export default async function ${Many}Page({ searchParams }: PageProps<"/${plural}">) {
  const { context } = await requireAuth("/${plural}");
  const cursor = listSchema.shape.cursor.safeParse(firstOf((await searchParams).before)).data;
  const { items, nextCursor } = await list${Many}(context, { limit: 20, offset: 0, cursor });
  return (
    <>
      <PageTitle title=${JSON.stringify(Words)} />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_20rem]">
        <section aria-labelledby="list" className="min-w-0">
          <h2 id="list" tabIndex={-1} className="border-b border-ink pb-2 text-xl font-semibold">
            All ${words}
          </h2>
          {items.length > 0 ? (
            <${Many}List items={items} mayDelete={can(context.role, "delete")} />
          ) : (
            <div className="mt-4">
              <EmptyState title="No ${words} yet">What your organisation’s authors make is listed here.</EmptyState>
            </div>
          )}
          {nextCursor && (
            <nav aria-label="Pages" className="mt-8">
              <Link rel="next" href={hrefWith("/${plural}", { before: nextCursor })} className={buttonClass("plain")}>
                Older ${words}
              </Link>
            </nav>
          )}
        </section>
        {can(context.role, "write") && (
          <section aria-labelledby="new">
            <h2 id="new" className="border-b border-ink pb-2 text-xl font-semibold">
              New ${word}
            </h2>
            <SubmitForm
              action={create${One}Action}
              fields={[{ name: "name", label: "Name", maxLength: 120 }]}
              submitLabel="Create ${word}"
              done="It was made."
              staysOpen
            />
          </section>
        )}
      </div>
    </>
  );
}

function ${Many}List({ items, mayDelete }: { items: ${One}[]; mayDelete: boolean }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {items.map(({ id, name, createdAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
          <div className="min-w-0 flex-1 basis-64">
            <h3 className="wrap-anywhere font-sans text-base font-medium">{name}</h3>
            <p className="mt-1 text-xs text-soft">
              Made <Time value={createdAt} as="relative" />
            </p>
          </div>
          {mayDelete && (
            <ConfirmDialog
              action={delete${One}Action}
              values={{ id }}
              trigger={{ label: "Delete", accessibleLabel: \`Delete \${name}\` }}
              title={\`Delete “\${name}”?\`}
              confirmLabel="Delete it"
              focusAfter="list"
            >
              A deleted ${word} can’t be brought back.
            </ConfirmDialog>
          )}
        </li>
      ))}
    </ul>
  );
}
`;

export const actionsFile = ({ One, one, plural }: Names) => `"use server";

import { z } from "zod";
import { defineAction } from "@/server/pages/define-action";
import { ${one}Input } from "@/server/${plural}/schema";
import { create${One}, delete${One} } from "@/server/${plural}/service";
import { pagesChanged } from "../../_lib/pages-changed";

export const create${One}Action = defineAction({
  permission: "write",
  schema: ${one}Input,
  async run({ input, signedIn }) {
    await create${One}(signedIn.context, input);
    pagesChanged();
  },
});

export const delete${One}Action = defineAction({
  permission: "delete",
  schema: z.strictObject({ id: z.uuid() }),
  async run({ input: { id }, signedIn }) {
    await delete${One}(signedIn.context, id);
    pagesChanged();
  },
});
`;

export const navigationEntryFile = ({
  plural,
  Words,
}: Names) => `import type { NavigationEntry } from "../_shell/navigation-entry";

export const entry: NavigationEntry = {
  href: "/${plural}",
  label: ${JSON.stringify(Words)},
  place: 50,
  permission: "read",
};
`;
