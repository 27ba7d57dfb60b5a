import { Link } from "../../_ui/link";

const groups = {
  /** One's own account. */
  account: {
    label: "Your account",
    tabs: [
      { href: "/settings/profile", label: "Profile" },
      { href: "/settings/security", label: "Security" },
    ],
  },
  /** What admins manage of their organisation. */
  organisation: {
    label: "Your organisation",
    tabs: [
      { href: "/settings/organisation", label: "General" },
      { href: "/settings/members", label: "Members" },
      { href: "/settings/api-keys", label: "API keys" },
      { href: "/settings/webhooks", label: "Webhooks" },
      { href: "/settings/audit-log", label: "Audit log" },
      { href: "/settings/jobs", label: "Jobs" },
    ],
  },
} as const;

type Group = keyof typeof groups;

/** The pages of settings that belong together. */
export function SettingsTabs<G extends Group>({
  group,
  current,
}: {
  group: G;
  current: (typeof groups)[G]["tabs"][number]["href"];
}) {
  const { label, tabs } = groups[group];
  return (
    <nav aria-label={label} className="mb-8 border-b border-rule">
      <ul className="-mx-2 flex overflow-x-auto text-sm sm:gap-x-3">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link href={tab.href} aria-current={tab.href === current ? "page" : undefined} className="tab">
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
