"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import type { Theme } from "../_lib/theme";
import { useFormAction } from "../_lib/use-form-action";
import { chooseTheme } from "./theme-actions";

const choices = [
  { theme: "system", label: "As the device", Icon: Monitor },
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
] as const;

/** Light, dark or as the device has it. The page changes at once; the cookie is what the next page is made from. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const { formProps } = useFormAction(chooseTheme);
  const [chosen, setChosen] = useState(initial);

  function show(theme: Theme): void {
    setChosen(theme);
    const root = document.documentElement;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  return (
    <form {...formProps}>
      <fieldset className="flex items-center">
        <legend className="sr-only">Colours</legend>
        {choices.map(({ theme, label, Icon }) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            title={label}
            aria-label={label}
            aria-pressed={chosen === theme}
            onClick={() => show(theme)}
            className="grid size-9 place-items-center rounded-sm text-soft hover:text-ink aria-pressed:text-accent"
          >
            <Icon aria-hidden="true" className="size-4" />
          </button>
        ))}
      </fieldset>
    </form>
  );
}
