import { luciaSessions } from "@/server/auth/lucia-sessions";
import { hashToken } from "@/server/auth/tokens";
import { database } from "@/server/platform/database";
import { asAdmin } from "../support/database";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { describeSessionPort } from "../support/session-port-conformance";

const program = startProgram();

describeSessionPort("Lucia", async () => {
  const tenant = await createTenant();
  return {
    port: luciaSessions(database()),
    user: { userId: tenant.admin.userId, tenantId: tenant.id },
    otherUser: { userId: tenant.editor.userId, tenantId: tenant.id },
    setExpiry: (token, expiresAt) =>
      asAdmin(
        program.database(),
        (sql) => sql`update sessions set expires_at = ${expiresAt} where id = ${hashToken(token)}`,
      ),
    setMemberStatus: (userId, status) =>
      asAdmin(
        program.database(),
        (sql) => sql`update members set status = ${status} where user_id = ${userId}`,
      ),
  };
});
