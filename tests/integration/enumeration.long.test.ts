import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { requestPasswordReset } from "@/server/auth/password-reset";
import { signIn } from "@/server/auth/sign-in";
import { deliveriesSettled } from "@/server/mail/deliver";
import { requestSignUp } from "@/server/tenants/verified-sign-up";
import { asAdmin } from "../support/database";
import { createTenant, password } from "../support/factories";
import { startMail } from "../support/mail-server";
import { startProgram } from "../support/program";
import { compareTimes } from "../support/timing";

const program = startProgram();
startMail();
const origin = { address: "192.0.2.1", userAgent: "test" };
const people = 260;
/** One chance in a thousand on a good program; what is suspicious is asked again, which makes it one in a million. */
const suspicious = 0.001;
/** Hundreds of hashes, on whatever machine: in milliseconds. */
const slowMs = 120_000;

const known = (index: number) => `known.${index}@example.org`;
const unknown = (index: number) => `other.${index}@example.org`;

/** Accounts with a good hash and a membership, many at once. */
beforeAll(async () => {
  const { id, admin } = await createTenant();
  await asAdmin(program.database(), async (sql) => {
    const made = await sql`insert into users (id, email, email_normalised, name, password_hash)
      select gen_random_uuid(), 'known.' || n || '@example.org', 'known.' || n || '@example.org', 'N', u.password_hash
      from generate_series(0, ${people}::int) n, users u where u.id = ${admin.userId} returning id`;
    for (const user of made) {
      await sql`insert into members (tenant_id, user_id, role, name) values (${id}, ${user.id}, 'viewer', 'N')`;
    }
    await sql`analyze users`;
  });
});

type Comparison = Parameters<typeof compareTimes>[0];

/** A difference that is there shows again; one that is chance doesn't. */
async function compareTwice(comparison: Comparison): ReturnType<typeof compareTimes> {
  const first = await compareTimes(comparison);
  return first.p > suspicious ? first : compareTimes(comparison);
}

/** On a machine that is busy with other things the small difference of the control can drown once. */
async function compareOnceMoreIfUnnoticed(comparison: Comparison): ReturnType<typeof compareTimes> {
  const first = await compareTimes(comparison);
  return first.p < suspicious ? first : compareTimes(comparison);
}

describe("whether an address has an account can't be told", () => {
  it(
    "from how long signing in takes",
    async () => {
      const attempt = (email: string) => signIn({ email, password: "wrong" }, origin).catch(() => undefined);
      const { p, differenceMs } = await compareTwice({
        samples: 120,
        a: (index) => attempt(known(index)),
        b: (index) => attempt(unknown(index)),
      });
      expect(p, `the medians differ by ${differenceMs} ms`).toBeGreaterThan(suspicious);
    },
    slowMs,
  );

  it(
    "from how long asking for a new password takes",
    async () => {
      const { p, differenceMs } = await compareTwice({
        samples: 250,
        a: (index) => requestPasswordReset(known(index)),
        b: (index) => requestPasswordReset(unknown(index)),
        settle: deliveriesSettled,
      });
      expect(p, `the medians differ by ${differenceMs} ms`).toBeGreaterThan(suspicious);
    },
    slowMs,
  );

  it(
    "from how long signing up takes",
    async () => {
      const attempt = (email: string) => requestSignUp({ organisation: "O", name: "N", email, password });
      const { p, differenceMs } = await compareTwice({
        samples: 100,
        a: (index) => attempt(known(index)),
        b: (index) => attempt(unknown(index)),
        settle: deliveriesSettled,
      });
      expect(p, `the medians differ by ${differenceMs} ms`).toBeGreaterThan(suspicious);
    },
    slowMs,
  );

  it(
    "while this way of asking does notice a look-up that only one of them makes",
    async () => {
      const { p } = await compareOnceMoreIfUnnoticed({
        samples: 250,
        a: async (index) => {
          await requestPasswordReset(`${index}@a.example`);
          await sleep(1);
        },
        b: (index) => requestPasswordReset(`${index}@b.example`),
        settle: deliveriesSettled,
      });
      expect(p).toBeLessThan(suspicious);
    },
    slowMs,
  );
});
