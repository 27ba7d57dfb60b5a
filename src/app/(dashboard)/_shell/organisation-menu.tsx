"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, Plus } from "lucide-react";
import { useFormAction } from "../../_lib/use-form-action";
import { Link } from "../../_ui/link";
import { Dropdown, dropdownItemClass } from "../../_ui/menu";
import { switchAction } from "./actions";

interface OrganisationMenuProps {
  currentId: string;
  memberships: { tenantId: string; tenantName: string; role: string }[];
}

/** The name of the organisation, and the way to the others and to a new one. */
export function OrganisationMenu({ currentId, memberships }: OrganisationMenuProps) {
  const { formProps } = useFormAction(switchAction);
  const current = memberships.find(({ tenantId }) => tenantId === currentId);
  return (
    <Dropdown
      accessibleLabel={`Organisation: ${current?.tenantName ?? ""}. ${memberships.length > 1 ? "Switch" : "Menu"}`}
      label={<span className="truncate font-serif text-xl font-semibold">{current?.tenantName}</span>}
    >
      <form {...formProps}>
        {memberships.map(({ tenantId, tenantName, role }) => (
          <Menu.Item
            key={tenantId}
            nativeButton
            // The form must still be there when its button is let go; the answer leads to another page anyway.
            closeOnClick={false}
            render={<button type="submit" name="tenantId" value={tenantId} />}
            className={dropdownItemClass}
          >
            <Check
              aria-hidden="true"
              className={tenantId === currentId ? "size-4 shrink-0 text-accent" : "invisible size-4 shrink-0"}
            />
            <span className="min-w-0 flex-1 truncate">{tenantName}</span>
            <span className="text-xs text-soft">{tenantId === currentId ? `${role}, here now` : role}</span>
          </Menu.Item>
        ))}
      </form>
      <div className="mt-1 border-t border-rule pt-1">
        <Menu.LinkItem closeOnClick render={<Link href="/organisations/new" />} className={dropdownItemClass}>
          <Plus aria-hidden="true" className="size-4 shrink-0 text-soft" />
          New organisation
        </Menu.LinkItem>
      </div>
    </Dropdown>
  );
}
