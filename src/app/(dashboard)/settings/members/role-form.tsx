"use client";

import { useFormAction } from "../../../_lib/use-form-action";
import { Button } from "../../../_ui/button";
import { changeRoleAction } from "./actions";
import { shortRoleOptions } from "./roles";

/** A member's role, with a button: a select that acts by itself is a trap for the keyboard, and needs script. */
export function RoleForm({ userId, name, role }: { userId: string; name: string; role: string }) {
  const { state, pending, formProps } = useFormAction(changeRoleAction);
  return (
    <form {...formProps}>
      <div className="flex items-center gap-2">
        <input type="hidden" name="userId" value={userId} />
        <select
          key={role}
          name="role"
          defaultValue={role}
          aria-label={`Role of ${name}`}
          className="field min-h-10 w-auto py-1.5 text-sm"
        >
          {shortRoleOptions.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Button type="submit" pending={pending} aria-label={`Change the role of ${name}`}>
          Change
        </Button>
      </div>
      <p role="alert" className="mt-1 max-w-72 text-sm text-danger empty:hidden">
        {state.kind === "error" ? state.message : ""}
      </p>
      <p role="status" className="mt-1 max-w-72 text-sm break-words empty:hidden">
        {state.kind === "done" && state.result.weakened.length > 0
          ? `Their API keys work on and may do less now: ${state.result.weakened.join(", ")}.`
          : ""}
      </p>
    </form>
  );
}
