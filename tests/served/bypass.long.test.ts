import { executeBypass, inTurn } from "./matrix/bypass";

executeBypass((turn, stranger) => !inTurn(turn, stranger));
