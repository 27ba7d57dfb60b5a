"use client";

import { type ComponentProps, useState } from "react";
import { TextField } from "./text-field";

/** A password that can be looked at. Without script there is no such button, and the field works all the same. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, "type" | "end">) {
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      autoCapitalize="none"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label="Show password"
          onClick={() => setShown(!isShown)}
          className="rounded-sm px-2.5 py-1.5 text-sm text-soft hover:text-ink"
        >
          {isShown ? "Hide" : "Show"}
        </button>
      }
    />
  );
}
