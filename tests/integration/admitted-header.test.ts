import { createServer, IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config as proxy } from "@/proxy";
import { admittedHeader, markAdmitted } from "@/server/host/admitted-header";
import { openRequest, storedContext } from "@/server/pipeline/context";
import { headersOf } from "@/server/pipeline/node-headers";
import { commonHeaders } from "@/server/pipeline/response-headers";
import { answerTo } from "../served/sockets";
import { startProgram } from "../support/program";

startProgram();

describe("the mark of a request that our host has passed", () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(...Object.keys(request.headers));
    response.end("seen");
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => server.close());

  it("is what leaves Next's middleware out", () => {
    expect(proxy.matcher.map(({ missing }) => missing)).toEqual([[{ type: "header", key: admittedHeader }]]);
  });

  it("can't be sent by a client, however it is written", async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const line of [
      `${admittedHeader}: yes`,
      `${admittedHeader.toUpperCase()}: yes`,
      `"${admittedHeader}": yes`,
      `${admittedHeader.replace(" ", "\t")}: yes`,
      `${admittedHeader.replace(" ", "\u00a0")}: yes`,
      `x: 1\r\n ${admittedHeader}: yes`,
      `x: 1\n${admittedHeader}: yes`,
      `x: 1\r${admittedHeader}: yes`,
    ]) {
      await answerTo(url, `GET / HTTP/1.1\r\nHost: a\r\n${line}\r\nConnection: close\r\n\r\n`);
    }
    expect(seen).not.toContain(admittedHeader);
  });

  it("is found by its name alone, and in no list of headers", () => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request.headers, { "x-masthead-request": "forged", accept: "text/html" });
    const response = new ServerResponse(request);
    const context = openRequest({
      method: "GET",
      url: "http://localhost:3000/login",
      headers: new Headers(),
    });
    const answerHeaders = commonHeaders(context, new Headers());
    markAdmitted(request, response, context, answerHeaders);
    expect(request.headers[admittedHeader]).toBe("yes");
    expect(request.headers).toEqual({
      accept: "text/html",
      "content-security-policy": answerHeaders["Content-Security-Policy"],
      "x-masthead-request": expect.stringMatching(/^[\da-f-]{36}$/),
      "x-request-id": context.requestId,
    });
    expect(storedContext(headersOf(request))).toBe(context);
    expect(() => new Headers(request.headers as Record<string, string>)).not.toThrow();
    expect(response.getHeader("content-security-policy")).toBe(answerHeaders["Content-Security-Policy"]);
  });

  it("leads to what is known of a read until it is answered, and of a change also after that", () => {
    for (const method of ["GET", "POST"]) {
      const request = new IncomingMessage(new Socket());
      const response = new ServerResponse(request);
      const context = openRequest({ method, url: "http://localhost:3000/login", headers: new Headers() });
      markAdmitted(request, response, context, {});
      expect(storedContext(headersOf(request))).toBe(context);
      response.emit("close");
      expect(storedContext(headersOf(request))).toBe(method === "GET" ? undefined : context);
    }
  });
});
