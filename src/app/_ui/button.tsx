"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "../_lib/class-names";
import { type ButtonVariant, buttonClass } from "./button-class";

interface ButtonProps extends Omit<ComponentProps<"button">, "className" | "style"> {
  variant?: ButtonVariant;
  /** Something is under way: the button keeps its size and the focus, but does nothing. */
  pending?: boolean;
}

export function Button({ variant = "plain", pending = false, disabled, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...rest}
      disabled={pending || disabled}
      focusableWhenDisabled
      className={classNames(buttonClass(variant), disabled && "opacity-50")}
    >
      <span className={pending ? "contents opacity-60" : "contents"}>{children}</span>
      {pending && (
        <span className="absolute inset-0 grid place-items-center bg-inherit" aria-hidden="true">
          <LoaderCircle className="size-4 motion-safe:animate-spin" />
        </span>
      )}
    </BaseButton>
  );
}
