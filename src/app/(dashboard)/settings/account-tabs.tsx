import { Link } from "../../_ui/link";

const tabs = [
  { href: "/settings/profile", label: "Profile" },
  { href: "/settings/security", label: "Security" },
] as const;

/** The two pages of one's own account. */
export function AccountTabs({ current }: { current: (typeof tabs)[number]["href"] }) {
  return (
    <nav aria-label="Your account" className="mb-8 border-b border-rule">
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
