import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { sections } from "@/server/generated/sections";
import { PageTitle } from "../../../_ui/page-title";
import { OperationView } from "../../_reference/operation-view";
import { loadReference, sectionSlug, sectionsOf } from "../../_reference/operations";

type Props = PageProps<"/docs/api/[section]">;

async function load({ params }: Props) {
  const { section: slug } = await params;
  const operations = await loadReference();
  const section = sectionsOf(operations).find((name) => sectionSlug(name) === slug);
  if (!section) notFound();
  return { section, operations: operations.filter((operation) => operation.section === section) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `${(await load(props)).section}, API reference` };
}

export default async function SectionPage(props: Props) {
  const { section, operations } = await load(props);
  return (
    <>
      <PageTitle title={section} intro={sections[section].description} />
      {operations.map((operation) => (
        <OperationView key={operation.id} operation={operation} />
      ))}
    </>
  );
}
