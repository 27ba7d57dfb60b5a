import type { Metadata } from "next";
import { NoSuchPage } from "./_ui/no-such-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return <NoSuchPage />;
}
