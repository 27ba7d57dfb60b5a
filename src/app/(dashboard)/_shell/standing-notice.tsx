"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { type SentForm, type Trouble, usePageStanding } from "../../_lib/page-standing";
import { useFormAction } from "../../_lib/use-form-action";
import { Button } from "../../_ui/button";
import { buttonClass } from "../../_ui/button-class";
import { CopyButton } from "../../_ui/copy-button";
import { switchAction } from "./actions";

/**
 * Says above everything else why nothing of this page can be saved, and how to go on: nothing typed is lost, and nothing is
 * carried out where it wasn't meant for.
 */
export function StandingNotice() {
  const { trouble, settle } = usePageStanding();
  const box = useRef<HTMLDivElement>(null);
  const hasSent = trouble?.sent !== undefined;
  useEffect(() => {
    if (hasSent) box.current?.focus();
  }, [hasSent]);
  if (!trouble) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="sticky top-0 z-30 border-b-2 border-danger bg-danger-wash px-5 py-4 text-sm shadow-lg shadow-black/10 sm:px-8"
    >
      <div className="mx-auto max-w-6xl">
        {trouble.kind === "elsewhere" && <Elsewhere trouble={trouble} />}
        {trouble.kind === "signed out" && <SignedOut sent={trouble.sent} />}
        {trouble.kind === "back" && (
          <Words title="You are signed in again." ways={<SendAgain sent={trouble.sent} onSent={settle} />}>
            Your text is still here, and can be saved now.
          </Words>
        )}
      </div>
    </div>
  );
}

function Elsewhere({ trouble: { now, sent } }: { trouble: Extract<Trouble, { kind: "elsewhere" }> }) {
  const { owner, settle } = usePageStanding();
  const isSamePerson = owner?.person.id === now.person.id;
  const page = `“${owner?.organisation.name ?? ""}”`;
  const here = `“${now.organisation.name}”`;
  return (
    <Words
      title={
        isSamePerson
          ? `This page is of ${page}, and you have switched to ${here}.`
          : `This page is of ${owner?.person.name}, and you are signed in as ${now.person.name}, in ${here}.`
      }
      ways={
        <>
          {owner && isSamePerson && <SwitchBack organisation={owner.organisation} sent={sent} />}
          <CopyTyped sent={sent} />
          <a href="/dashboard" className={buttonClass("plain")}>
            Leave this page
          </a>
          <Button onClick={settle}>Stay here</Button>
        </>
      }
    >
      {sent && "Nothing was saved, and nothing was changed in either. "}
      What you typed is still here, but it can’t be saved from this page while you are in {here}.
    </Words>
  );
}

/** Back to where the page is of; what was to be saved is then saved there. */
function SwitchBack({
  organisation,
  sent,
}: {
  organisation: { id: string; name: string };
  sent: SentForm | undefined;
}) {
  const { state, pending, formProps } = useFormAction(switchAction, {
    onDone: () => sent && sendAgain(sent),
  });
  return (
    <form {...formProps} className="contents">
      <input type="hidden" name="tenantId" value={organisation.id} />
      <input type="hidden" name="stay" value="yes" />
      <Button type="submit" variant="primary" pending={pending}>
        {sent ? "Switch back and save there" : "Switch back"}
      </Button>
      {state.kind === "error" && <span className="w-full text-danger">{state.message}</span>}
    </form>
  );
}

function SignedOut({ sent }: { sent: SentForm | undefined }) {
  const pathname = usePathname();
  const { settle } = usePageStanding();
  return (
    <Words
      title="You are signed out."
      ways={
        <>
          <a
            href={`/login?next=${encodeURIComponent(pathname)}`}
            target="_blank"
            rel="noreferrer"
            className={buttonClass("primary")}
          >
            Sign in, in a new tab
          </a>
          <SendAgain sent={sent} onSent={settle} />
          <CopyTyped sent={sent} />
        </>
      }
    >
      Nothing was saved, and what you typed is still here. Sign in, come back to this tab, and save it again.
    </Words>
  );
}

function SendAgain({ sent, onSent }: { sent: SentForm | undefined; onSent: () => void }) {
  if (!sent) return null;
  return (
    <Button
      onClick={() => {
        onSent();
        sendAgain(sent);
      }}
    >
      Save again
    </Button>
  );
}

function CopyTyped({ sent }: { sent: SentForm | undefined }) {
  const text = sent ? typedIn(sent.element) : "";
  return text ? <CopyButton text={text} label="Copy the text" /> : null;
}

function Words({ title, children, ways }: { title: string; children: ReactNode; ways: ReactNode }) {
  return (
    <>
      <p className="font-medium wrap-anywhere">{title}</p>
      <p className="mt-1 wrap-anywhere">{children}</p>
      <div className="mt-3 flex flex-wrap items-center gap-3">{ways}</div>
    </>
  );
}

/** As it stands in the form by now. The button may be gone in the meantime; a form that is gone can't be sent. */
function sendAgain({ element, submitter }: SentForm): void {
  if (element.isConnected) element.requestSubmit(submitter?.isConnected ? submitter : null);
}

/** What was typed, without secrets. */
function typedIn(form: HTMLFormElement): string {
  const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'textarea, input:is([type="text"], [type="email"], [type="search"], [type="url"], :not([type]))',
  );
  return [...fields]
    .map(({ value }) => value.trim())
    .filter(Boolean)
    .join("\n\n");
}
