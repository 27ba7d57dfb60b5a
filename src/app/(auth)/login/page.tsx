import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getSession } from "@/server/pages/page-session";
import { safeNext } from "@/server/pipeline/paths";
import { firstOf } from "../../_lib/search-params";
import { Link } from "../../_ui/link";
import { Notice } from "../../_ui/notice";
import { LoginForm } from "./login-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const { next: wanted, notice } = await searchParams;
  const next = safeNext(firstOf(wanted));
  if (await getSession()) redirect(next);
  return (
    <>
      <h1 className="text-3xl font-semibold">Sign in</h1>
      {next !== "/dashboard" && (
        <p className="mt-2 text-sm text-soft">
          Please sign in first. You will come back to where you wanted to go.
        </p>
      )}
      {firstOf(notice) === "password" && (
        <div className="mt-6">
          <Notice>Your password was changed. Please sign in with it.</Notice>
        </div>
      )}
      <LoginForm next={next} />
      <p className="mt-6 text-sm">
        <Link href="/forgot-password" className="link">
          Forgot your password?
        </Link>
      </p>
      <p className="mt-8 border-t border-rule pt-5 text-sm text-soft">
        New here?{" "}
        <Link href="/register" className="link">
          Start your publication
        </Link>
      </p>
    </>
  );
}
