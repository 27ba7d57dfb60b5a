import { connect, type Socket } from "node:net";

/** Connections of their own to a server, with bytes as they are written. */
export async function openSockets(url: string, count: number, bytes: string): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect({ host: hostname, port: Number(port) }, () => {
            socket.write(bytes);
            resolve(socket);
          });
          // Nothing is read until somebody asks for it: what the kernel doesn't hold waits at the server.
          socket.pause();
          socket.once("error", reject);
          socket.on("error", () => undefined);
        }),
    ),
  );
}

/** What the server answers until it closes the connection, or falls silent for `silenceMs`. */
export function answerTo(url: string, bytes: string, silenceMs = 5_000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}
