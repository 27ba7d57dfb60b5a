import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getSession } from "@/server/pages/page-session";
import { Link } from "../../_ui/link";
import { RegisterForm } from "./register-form";

export const metadata: Metadata = { title: "Start your publication" };

export default async function RegisterPage() {
  if (await getSession()) redirect("/dashboard");
  return (
    <>
      <h1 className="text-3xl font-semibold">Start your publication</h1>
      <p className="mt-2 text-sm text-soft">You will be its admin. It takes a minute.</p>
      <RegisterForm />
      <p className="mt-8 border-t border-rule pt-5 text-sm text-soft">
        Already a member?{" "}
        <Link href="/login" className="link">
          Sign in
        </Link>
      </p>
    </>
  );
}
