import { z } from "zod";
import { idPage } from "../platform/paging";

export const listLikers = z.strictObject(idPage);
