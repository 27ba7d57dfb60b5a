import { createSocket } from "node:dgram";
import { once } from "node:events";
import ipaddr from "ipaddr.js";
import { onTestFinished } from "vitest";

/** What a name has: its addresses, none at all, no such name, or a server that stays silent. */
export type NameRecords = string[] | "no such name" | "silence";

/** A name server of the test's own, which ends with it; it answers as `recordsOf` says at that moment. Resolves to its address. */
export async function startNameServer(recordsOf: (name: string) => NameRecords): Promise<string> {
  const socket = createSocket("udp4");
  socket.on("message", (query, client) => {
    const { name, type, question } = parseQuestion(query);
    const records = recordsOf(name);
    if (records === "silence") return;
    socket.send(answerTo(query, question, type, records), client.port, client.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => {
    socket.close();
  });
  return `127.0.0.1:${socket.address().port}`;
}

const headerBytes = 12;
const types = { ipv4: 1, ipv6: 28 };

function parseQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  // The empty label, type and class.
  const question = query.subarray(headerBytes, at + 5);
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), question };
}

function answerTo(query: Buffer, question: Buffer, type: number, records: string[] | "no such name"): Buffer {
  const exists = records !== "no such name";
  const addresses = (exists ? records : []).map((address) => ipaddr.parse(address));
  const answers = addresses.filter((address) => types[address.kind()] === type).map(recordOf);
  const header = Buffer.alloc(headerBytes);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(exists ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers]);
}

/** Of the name in the question, for no time. */
function recordOf(address: ipaddr.IPv4 | ipaddr.IPv6): Buffer {
  const bytes = Buffer.from(address.toByteArray());
  const head = Buffer.from([0xc0, headerBytes, 0, types[address.kind()], 0, 1, 0, 0, 0, 0, 0, bytes.length]);
  return Buffer.concat([head, bytes]);
}
