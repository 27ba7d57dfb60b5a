import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getSession } from "@/server/http/page-session";
import { safeNext } from "@/server/http/paths";
import { firstOf } from "../../_lib/search-params";
import { LoginForm } from "./login-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const next = safeNext(firstOf((await searchParams).next));
  if (await getSession()) redirect(next);
  return (
    <>
      <h1 className="text-3xl font-semibold">Sign in</h1>
      {next !== "/dashboard" && (
        <p className="mt-2 text-sm text-soft">
          Please sign in first. You will come back to where you wanted to go.
        </p>
      )}
      <LoginForm next={next} />
      <p className="mt-8 border-t border-rule pt-5 text-sm text-soft">
        New here?{" "}
        <Link href="/register" className="link">
          Start your publication
        </Link>
      </p>
    </>
  );
}
