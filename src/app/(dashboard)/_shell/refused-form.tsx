import { refusedForm } from "@/server/pages/refused-form";
import { ActionForm } from "../../_ui/action-form";
import { buttonClass } from "../../_ui/button-class";
import { switchAction } from "./actions";

/**
 * In the place of a page to which a form was posted in vain, without script: because the session has ended, or is of another
 * organisation, where this page isn't there. So it shows what was typed.
 */
export async function RefusedForm() {
  const refusal = await refusedForm();
  if (!refusal) return null;
  const typed = Object.entries(refusal.values).filter(([name, value]) => value && !isOurs.test(name));
  return (
    <section aria-labelledby="refused" className="mx-auto max-w-3xl space-y-5 py-6">
      <h1 id="refused" className="text-3xl font-semibold">
        Nothing was saved
      </h1>
      <p>{refusal.message}</p>
      {refusal.code === "unauthorized" ? (
        <SignIn />
      ) : (
        <SwitchBack organisationId={refusal.madeFor?.split("/")[0]} />
      )}
      {typed.map(([name, value]) => (
        <label key={name} className="block text-sm font-medium capitalize">
          {name}
          <textarea
            readOnly
            rows={Math.min(20, value.split("\n").length)}
            defaultValue={value}
            className="field mt-1.5 font-mono text-sm"
          />
        </label>
      ))}
    </section>
  );
}

function SignIn() {
  return (
    <>
      <p className="text-sm text-soft">
        Sign in in a new tab, then come back to this one and reload it: that sends it again.
      </p>
      <a href="/login" target="_blank" rel="noreferrer" className={buttonClass("primary")}>
        Sign in, in a new tab
      </a>
    </>
  );
}

function SwitchBack({ organisationId }: { organisationId: string | undefined }) {
  return (
    <>
      <p className="text-sm text-soft">
        Switch back, then reload this page: that sends it again, to where it was written for. Or copy the text
        and stay where you are.
      </p>
      <div className="flex flex-wrap gap-3">
        {organisationId && (
          <ActionForm
            action={switchAction}
            values={{ tenantId: organisationId, stay: "yes" }}
            variant="primary"
            label="Switch back"
            done="Done. Now reload this page."
            opensNewTab
          />
        )}
        <a href="/dashboard" className={buttonClass("plain")}>
          To the dashboard
        </a>
      </div>
    </>
  );
}

/** What a form holds that nobody typed. */
const isOurs = /^(?:id|\w+Id|version|intent|changed|liked|status|stay)$/;
