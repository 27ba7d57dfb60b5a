"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useHydrated } from "../_lib/use-hydrated";

interface DropdownProps {
  label: ReactNode;
  /** For screen readers, where the label alone is not enough. Must contain what is to be seen. */
  accessibleLabel?: string;
  align?: "start" | "end";
  children: ReactNode;
}

const triggerClass =
  "-mx-2 inline-flex min-h-9 min-w-0 items-center gap-1.5 rounded-sm px-2 hover:bg-wash data-popup-open:bg-wash";

/**
 * A button that opens a list of actions. What the server makes is the button alone, since nothing opens before the script
 * runs and all that a menu needs to open would be reckoned in vain.
 */
export function Dropdown(props: DropdownProps) {
  const isHydrated = useHydrated();
  const hadFocus = useRef(false);
  if (isHydrated) return <Openable {...props} takesFocus={hadFocus} />;
  const noteFocus = (button: HTMLButtonElement | null) => () => {
    hadFocus.current = button !== null && document.activeElement === button;
  };
  return (
    <button
      ref={noteFocus}
      type="button"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={props.accessibleLabel}
      className={triggerClass}
    >
      <TriggerLabel label={props.label} />
    </button>
  );
}

function TriggerLabel({ label }: Pick<DropdownProps, "label">) {
  return (
    <>
      {label}
      <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-soft" />
    </>
  );
}

interface OpenableProps extends DropdownProps {
  /** Whether the button in whose place it comes had the focus. */
  takesFocus: { readonly current: boolean };
}

function Openable({ label, accessibleLabel, align = "start", children, takesFocus }: OpenableProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (takesFocus.current) trigger.current?.focus();
  }, [takesFocus]);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger ref={trigger} aria-label={accessibleLabel} className={triggerClass}>
        <TriggerLabel label={label} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align={align} className="z-40 outline-none">
          <Menu.Popup className="max-w-[calc(100vw-2rem)] min-w-52 rounded-sm border border-edge bg-raised py-1 shadow-lg shadow-black/10 outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** How an entry of a Dropdown looks; give it to Menu.Item and Menu.LinkItem. */
export const dropdownItemClass =
  "flex w-full items-center gap-3 px-4 py-2 text-start text-sm outline-none data-highlighted:bg-wash";
