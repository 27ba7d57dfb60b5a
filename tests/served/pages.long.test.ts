import { foreignPages, linkedPages, ownPages } from "./matrix/cases";
import { executePages } from "./matrix/pages";

executePages({ own: ownPages.other, foreign: foreignPages.other, linked: linkedPages.other });
