import { Link } from "../../_ui/link";

const tabs = [
  { href: "/settings/members", label: "Members" },
  { href: "/settings/api-keys", label: "API keys" },
  { href: "/settings/audit-log", label: "Audit log" },
] as const;

/** What admins manage of their organisation. */
export function OrganisationTabs({ current }: { current: (typeof tabs)[number]["href"] }) {
  return (
    <nav aria-label="Your organisation" className="mb-8 border-b border-rule">
      <ul className="-mx-2 flex gap-x-3 text-sm">
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} aria-current={href === current ? "page" : undefined} className="tab">
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
