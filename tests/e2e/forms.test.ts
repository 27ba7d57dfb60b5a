import { expect, it } from "vitest";
import { anEmail, createTenant, password } from "../support/factories";
import { startSite, visit } from "./support";

const site = startSite();

it("says at each field of the sign-up form what is wrong, and keeps what was typed", async () => {
  const page = await site.newPage();
  await visit(page, "/register");
  const slug = page.getByLabel("Address of the public pages");
  const email = page.getByLabel("Mail address");
  const secret = page.getByLabel("Password", { exact: true });
  await page.getByLabel("Organisation", { exact: true }).fill("Sand & Salt");
  await slug.fill("-salt");
  await page.getByLabel("Your name").fill("Ines Costa");
  await email.fill("ines at example");
  await secret.fill("short");
  await page.getByRole("button", { name: "Create the organisation" }).click();

  await page.getByText("Please check the fields below.").waitFor();
  for (const [field, message] of [
    [slug, "May have lower-case letters"],
    [email, "Must be a mail address"],
    [secret, "Must have at least 8 characters"],
  ] as const) {
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const described = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
    const texts = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(texts.join(" ")).toContain(message);
  }
  await expect.poll(() => slug.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByLabel("Organisation", { exact: true }).inputValue()).toBe("Sand & Salt");
  expect(await page.getByLabel("Your name").inputValue()).toBe("Ines Costa");
  expect(await email.inputValue()).toBe("ines at example");
});

it("says that an address of public pages or a mail address is taken", async () => {
  const tenant = await createTenant("Sand Press");
  const page = await site.newPage();
  await visit(page, "/register");
  await page.getByLabel("Organisation", { exact: true }).fill("Sand Press");
  await page.getByLabel("Address of the public pages").fill(tenant.slug);
  await page.getByLabel("Your name").fill("Somebody Else");
  await page.getByLabel("Mail address").fill(anEmail());
  await page.getByLabel("Password", { exact: true }).fill("not the password of this account");
  await page.getByRole("button", { name: "Create the organisation" }).click();
  await page.getByText("Is taken by another organisation").waitFor();

  await page.getByLabel("Address of the public pages").fill("");
  await page.getByLabel("Mail address").fill(tenant.admin.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password of this account");
  await page.getByRole("button", { name: "Create the organisation" }).click();
  await page.getByText("if it is yours, sign in instead").waitFor();
});

it("answers a wrong password with one message for all, and keeps the mail address", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage();
  await visit(page, "/login");
  await page.getByLabel("Mail address").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Show password" }).click();
  expect(await page.getByLabel("Password", { exact: true }).getAttribute("type")).toBe("text");
  await page.getByRole("button", { name: "Sign in" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The mail address or the password is wrong" });
  await alert.waitFor();
  await expect.poll(() => alert.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByLabel("Mail address").inputValue()).toBe(admin.email);
});

it("never leads to another site after signing in", async () => {
  const { admin } = await createTenant();
  const page = await site.newPage();
  await visit(page, "/login?next=//evil.example/dashboard");
  await page.getByLabel("Mail address").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${site.url}/dashboard`);
});

it("takes addresses that nobody meant for what they most likely are", async () => {
  const { admin, slug } = await createTenant();
  const page = await site.newPage({ as: admin });
  for (const path of [
    "/articles?status=zzz&page=-3&tag=%20&q=%00",
    "/articles?page=99999999&status=draft&status=published",
    `/p/${slug}?page=zzz&tag=!!`,
    `/p/${slug}?page=9`,
    "/login?next=%00&next=b",
  ]) {
    const response = await visit(page, path);
    expect([path, response?.status()]).toEqual([path, 200]);
  }
});

it("shows the pages light, dark or as the device has it, from the first byte on", async () => {
  const page = await site.newPage({ colorScheme: "light" });
  await visit(page, "/");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect.poll(background).not.toBe(light);
  await expect.poll(async () => (await page.context().cookies()).map(({ value }) => value)).toEqual(["dark"]);
  const html = await (await page.reload())?.text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  expect(await background()).not.toBe(light);
  await page.getByRole("button", { name: "As the device" }).click();
  await expect.poll(background).toBe(light);
});

it("that stays open after it was done takes what is typed next as new", async () => {
  const { admin } = await createTenant("Twice");
  const page = await site.newPage({ as: admin });
  await visit(page, "/settings/profile");
  const field = page.getByLabel("Your name");
  const save = page.getByRole("button", { name: "Save" });
  const saved = page.getByText("Your name was saved.");
  await field.fill("Ines Costa");
  await save.click();
  await saved.waitFor();
  await field.fill("Two\u202elines");
  await save.click();
  await page.getByText("Please check the fields below.").waitFor();
  expect(await field.inputValue()).toBe("Two\u202elines");
  await field.fill("  Ines Lima  ");
  await save.click();
  await saved.waitFor();
  expect(await field.inputValue()).toBe("Ines Lima");
});
