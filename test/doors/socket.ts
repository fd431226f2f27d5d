import { once } from "node:events";
import { WebSocket } from "ws";

export interface Opened {
  acknowledged: boolean;
  /** The close code, when the service closed it. */
  code?: number;
  reason?: string;
  socket: WebSocket;
}

/** Opens a graphql-ws connection by hand and tells what came of it: close codes and all. */
export async function openSocket(
  url: string,
  params: Record<string, unknown> | undefined,
  headers: Record<string, string> = {},
): Promise<Opened> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
    headers,
  });
  await once(socket, "open");
  const end = new Promise<Opened>((resolve) => {
    socket.once("close", (code, reason) =>
      resolve({ acknowledged: false, code, reason: String(reason), socket }),
    );
    socket.once("message", () => resolve({ acknowledged: true, socket }));
  });
  socket.send(JSON.stringify({ type: "connection_init", ...(params ? { payload: params } : {}) }));
  return end;
}

/** The next answer to one operation on an open socket. */
export async function askOn(socket: WebSocket, query: string): Promise<string> {
  const id = String(Math.random());
  socket.send(JSON.stringify({ id, type: "subscribe", payload: { query } }));
  for (;;) {
    const message = await Promise.race([
      once(socket, "message").then(([data]) => String(data)),
      once(socket, "close").then(([code]) => `closed ${String(code)}`),
    ]);
    if (message.startsWith("closed") || message.includes(id)) return message;
  }
}
