"use client";

import { Menu } from "@base-ui/react/menu";
import { LogOut, UserRound } from "lucide-react";
import { useFormAction } from "../../_lib/use-form-action";
import { Link } from "../../_ui/link";
import { Dropdown, dropdownItemClass } from "../../_ui/menu";
import { dropAllCopies } from "../articles/_editor/unsaved-copies";
import { signOutAction } from "./actions";

/** Who is signed in, and the way out. */
export function UserMenu({ name, email, role }: { name: string; email: string; role: string }) {
  const { formProps } = useFormAction(signOutAction, { onSend: dropAllCopies });
  return (
    <Dropdown
      align="end"
      label={
        <>
          <span
            aria-hidden="true"
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent"
          >
            {initialsOf(name)}
          </span>
          <span className="max-w-40 truncate text-sm max-sm:sr-only">
            <span className="sr-only">Account of </span>
            {name}
          </span>
        </>
      }
    >
      <div className="border-b border-rule px-4 pt-2 pb-3 text-sm">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-soft">{email}</p>
        <p className="mt-1 text-xs text-soft">Signed in as {role}</p>
      </div>
      <div className="border-b border-rule py-1">
        <Menu.LinkItem closeOnClick render={<Link href="/settings/profile" />} className={dropdownItemClass}>
          <UserRound aria-hidden="true" className="size-4 text-soft" />
          Your account
        </Menu.LinkItem>
      </div>
      <form {...formProps} className="pt-1">
        <Menu.Item
          nativeButton
          closeOnClick={false}
          render={<button type="submit" />}
          className={dropdownItemClass}
        >
          <LogOut aria-hidden="true" className="size-4 text-soft" />
          Sign out
        </Menu.Item>
      </form>
    </Dropdown>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
