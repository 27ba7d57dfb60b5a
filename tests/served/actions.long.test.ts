import { executeActions, startActionsWorld } from "./matrix/actions";
import { foreignActions, ownActions } from "./matrix/cases";

executeActions(startActionsWorld(), { own: ownActions.other, foreign: foreignActions.other });
