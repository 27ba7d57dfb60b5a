"use client";

import type { QrCode } from "../../../_lib/qr-code";
import { useFormAction } from "../../../_lib/use-form-action";
import { Badge } from "../../../_ui/badge";
import { Button } from "../../../_ui/button";
import { currentPasswordField } from "../../../_ui/field-specs";
import { FormMessage } from "../../../_ui/form-message";
import { SubmitForm } from "../../../_ui/submit-form";
import { TextField } from "../../../_ui/text-field";
import {
  confirmTwoFactorAction,
  renewCodesAction,
  startTwoFactorAction,
  switchOffTwoFactorAction,
} from "./actions";
import { RecoveryCodes } from "./recovery-codes";

interface TwoFactorProps {
  isOn: boolean;
  recoveryLeft: number;
  /** A set-up that was begun and waits for its first code. */
  setUp: { secret: string; qrCode: QrCode } | null;
}

const codeField = {
  name: "code",
  label: "Code",
  autoComplete: "one-time-code",
  maxLength: 40,
  hint: "Six digits from your app.",
};

/**
 * Off, being set up, or on. One component for all three, so that the recovery codes, which come with the answer to the
 * first code, stay to be seen while the page around them is made anew.
 */
export function TwoFactor({ isOn, recoveryLeft, setUp }: TwoFactorProps) {
  const confirmation = useFormAction(confirmTwoFactorAction);
  const renewal = useFormAction(renewCodesAction);
  const codes = [renewal.state, confirmation.state].find((state) => state.kind === "done")?.result.codes;
  if (isOn) {
    return (
      <>
        {codes && <RecoveryCodes key={codes[0]} codes={codes} />}
        <Badge tone="accent">On</Badge>
        <p className="mt-2 text-sm text-soft">Recovery codes left: {recoveryLeft}.</p>
        <div className="mt-5 space-y-3">
          <Fold title="New recovery codes">
            <CodeForm form={renewal} submitLabel="Make new codes" />
          </Fold>
          <Fold title="Switch two-factor sign-in off">
            <SubmitForm
              action={switchOffTwoFactorAction}
              className="mt-4 space-y-5"
              fields={[currentPasswordField, { ...codeField, hint: "From your app, or a recovery code." }]}
              submitLabel="Switch it off"
              variant="danger"
            />
          </Fold>
        </div>
      </>
    );
  }
  return setUp ? (
    <>
      <SetUp {...setUp} />
      <CodeForm form={confirmation} submitLabel="Switch it on" />
    </>
  ) : (
    <>
      <Badge tone="neutral">Off</Badge>
      <SubmitForm
        action={startTwoFactorAction}
        className="mt-5 space-y-5"
        fields={[currentPasswordField]}
        submitLabel="Set it up"
        variant="plain"
      />
    </>
  );
}

function SetUp({ secret, qrCode: { size, path } }: { secret: string; qrCode: QrCode }) {
  return (
    <ol className="list-decimal space-y-5 ps-5 text-sm">
      <li>
        Scan this with an authenticator app on your phone, or type in the secret below.
        <svg
          role="img"
          aria-label="QR code of the set-up; the secret stands below as text"
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          className="mt-3 size-48 border border-rule"
        >
          <rect width={size} height={size} fill="#ffffff" />
          <path d={path} fill="#000000" />
        </svg>
        <code data-testid="totp-secret" className="mt-3 block font-mono break-all select-all">
          {secret.replace(/(.{4})(?=.)/g, "$1 ")}
        </code>
      </li>
      <li>Then give the code that the app shows.</li>
    </ol>
  );
}

interface CodeFormProps {
  form: Pick<ReturnType<typeof useFormAction<{ codes: string[] }>>, "state" | "pending" | "formProps">;
  submitLabel: string;
}

function CodeForm({ form: { state, pending, formProps }, submitLabel }: CodeFormProps) {
  return (
    <form {...formProps} noValidate className="mt-5 space-y-5">
      <FormMessage state={state} />
      <TextField {...codeField} required error={state.kind === "error" ? state.fields.code : undefined} />
      <Button type="submit" variant="primary" pending={pending}>
        {submitLabel}
      </Button>
    </form>
  );
}

/** Something that is seldom needed: it opens without script. */
function Fold({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <details className="border-t border-rule pt-3">
      <summary className="cursor-pointer text-sm font-medium">{title}</summary>
      {children}
    </details>
  );
}
