import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll } from "vitest";
import { deliveriesSettled } from "@/server/mail/deliver";

export interface ReceivedMail {
  to: string;
  subject: string;
  /** The plain text, decoded. */
  text: string;
  /** Everything as it was sent. */
  raw: string;
}

export interface MailServer {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** What the server answers to a recipient: 250, or an error such as 451 (try again) or 550 (never). */
  answer: number;
  /** The newest mail to an address, as soon as there is one; fails after five seconds. */
  waitFor(to: string, subject?: RegExp): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** Gives the program of this test file a mail server. Call it at the top, after `startProgram`. */
export function startMail(): { server(): MailServer } {
  let server: MailServer | undefined;
  beforeAll(async () => {
    server = await startMailServer();
    process.env.SMTP_URL = server.url;
  });
  afterAll(async () => {
    await deliveriesSettled();
    await server?.close();
  });
  return {
    server: () => {
      if (!server) throw new Error("the mail server is there from beforeAll on");
      return server;
    },
  };
}

/** A real mail server on this machine that keeps what it is sent. */
async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const state = { answer: 250 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onRcptTo(_address, _session, callback) {
      if (state.answer === 250) return callback();
      callback(Object.assign(new Error("not now"), { responseCode: state.answer }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString("utf8");
        for (const { address } of session.envelope.rcptTo) received.push(parse(address, raw));
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    get answer() {
      return state.answer;
    },
    set answer(value) {
      state.answer = value;
    },
    async waitFor(to, subject = /./) {
      for (const deadline = Date.now() + 5_000; ; await new Promise((resolve) => setTimeout(resolve, 10))) {
        const found = received.findLast((mail) => mail.to === to && subject.test(mail.subject));
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`no mail to ${to} about ${subject} arrived`);
      }
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const connection of server.connections) connection.close();
      }),
  };
}

/** The link in a mail, as its reader would open it. */
export function linkIn({ text }: ReceivedMail): { path: string; token: string } {
  const found = /^https?:\/\/[^\s/]+(\/[a-z-]+\/([A-Za-z0-9_-]{43}))$/m.exec(text);
  if (!found?.[1] || !found[2]) throw new Error(`no link with a token in: ${text}`);
  return { path: found[1], token: found[2] };
}

function parse(to: string, raw: string): ReceivedMail {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? "";
  const part = raw.split(`--${boundary}`).find((one) => /Content-Type: text\/plain/i.test(one)) ?? raw;
  const [head = "", ...body] = part.trim().split(/\r?\n\r?\n/);
  const text = decodeBody(body.join("\n\n"), /Content-Transfer-Encoding: (\S+)/i.exec(head)?.[1] ?? "7bit");
  const subject = /^Subject: ((?:.+\r?\n[ \t])*.+)$/m.exec(raw)?.[1] ?? "";
  return { to, subject: decodeWords(subject.replace(/\r?\n[ \t]/g, " ")), text, raw };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8").replace(/\r\n/g, "\n");
  const plain = body.replace(/\r\n/g, "\n");
  return encoding === "quoted-printable" ? decodeQuoted(plain.replace(/=\n/g, "")) : plain;
}

/** RFC 2047: words in other characters than ASCII. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString("utf8")
        : decodeQuoted(word.replaceAll("_", " ")),
    );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, code: string) => `%${code}`);
  return bytes.replace(/(?:%[0-9A-F]{2})+/gi, (run) => decodeURIComponent(run));
}
