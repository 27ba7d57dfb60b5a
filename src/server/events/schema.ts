import type { SectionDefinitions } from "../platform/section-definition";

export const sections = {
  Events: { place: 105, description: "What happens, in order, as it happens." },
} satisfies SectionDefinitions;
