import { cookies } from "next/headers";
import { themeCookieName, themeOf } from "../_lib/theme";
import { ThemeSwitch } from "./theme-switch";

/** The switch, set as this browser's cookie says. */
export async function ThemeSetting() {
  return <ThemeSwitch initial={themeOf((await cookies()).get(themeCookieName)?.value)} />;
}
