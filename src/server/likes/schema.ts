import { z } from "zod";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";

export const sections = {
  Likes: { place: 40, description: "A member's likes of articles." },
} satisfies SectionDefinitions;

export const listLikers = z.strictObject(idPage);
