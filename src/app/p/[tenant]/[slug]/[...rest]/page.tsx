import { notFound } from "next/navigation";

/** Nothing of a publication has such an address; here, so that its own page says so. */
export default function NoSuchPage(): never {
  notFound();
}
