import { expect, it } from "vitest";
import { call } from "../support/api";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
const content = "harbour ".repeat(900_000 / 8);

/** More of them than are worked on at a time: what one of them kept for itself would be missing for the last. */
it("a large body gives back its turn, however its request ends", async () => {
  const tenant = await createTenant();
  const key = tenant.secretKeys.admin;
  const send = (body: unknown, method = "POST", path = "/api/v1/articles") =>
    call(method, path, { key, body }).then(({ status }) => status);
  for (let round = 0; round < 6; round++) {
    expect(await send(`{ "title": "Broken", "content": "${content}`)).toBe(400);
    expect(await send({ title: "", content })).toBe(400);
    expect(await send({ content }, "PATCH", `/api/v1/articles/${tenant.id}`)).toBe(404);
  }
  expect(await send({ title: "Good", content })).toBe(201);
});
