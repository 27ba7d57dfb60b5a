import { foreignPages, linkedPages, ownPages } from "./matrix/cases";
import { executePages } from "./matrix/pages";

executePages({ own: ownPages.quick, foreign: foreignPages.quick, linked: linkedPages.quick });
