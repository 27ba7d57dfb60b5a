import { otherCases } from "./matrix/cases";
import { executeMatrix } from "./matrix/execute";

executeMatrix(otherCases);
