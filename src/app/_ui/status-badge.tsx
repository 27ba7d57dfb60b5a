import type { Article } from "@/server/articles/read";
import { Badge, type Tone } from "./badge";

const looks: Record<Article["status"], { tone: Tone; label: string }> = {
  draft: { tone: "neutral", label: "Draft" },
  published: { tone: "accent", label: "Published" },
  archived: { tone: "faint", label: "Archived" },
};

export function StatusBadge({ status }: { status: Article["status"] }) {
  const { tone, label } = looks[status];
  return <Badge tone={tone}>{label}</Badge>;
}
