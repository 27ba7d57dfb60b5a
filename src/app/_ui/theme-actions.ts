"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { defineVisitorAction } from "@/server/pages/define-action";
import { config } from "@/server/platform/config";
import { themeCookieName, themes } from "../_lib/theme";

const yearSeconds = 365 * 86_400;

/** Keeps how this browser wants the pages to look. */
export const chooseTheme = defineVisitorAction({
  schema: z.strictObject({ theme: z.enum(themes) }),
  async run({ input: { theme } }) {
    const cookie = { path: "/", sameSite: "lax", secure: config().secure, httpOnly: true } as const;
    (await cookies()).set(themeCookieName, theme, {
      ...cookie,
      maxAge: theme === "system" ? 0 : yearSeconds,
    });
  },
});
