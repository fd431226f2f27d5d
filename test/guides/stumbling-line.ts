import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import net from "node:net";

export interface StumblingLine {
  url: string;
  /** What it did to whoever went through it. */
  done: string[];
  close(): Promise<void>;
}

/**
 * A line to the service that fails as lines and services do, each way once: the first request is
 * told to come again, the first creation is done but its answer is lost, somebody else is faster
 * than the first update, and the first subscription is cut off after its first event.
 */
export async function stumblingLine(
  to: string,
  overtake: (id: string) => Promise<void>,
): Promise<StumblingLine> {
  const target = new URL(to);
  const done: string[] = [];
  const once = (what: string): boolean => !done.includes(what) && done.push(what) > 0;

  const pass = (
    incoming: IncomingMessage,
    body: string,
    answered: (r: IncomingMessage) => void,
  ) => {
    const { method, url, headers } = incoming;
    const { host: _, ...rest } = headers;
    const out = request({
      host: target.hostname,
      port: target.port,
      method,
      path: url,
      headers: rest,
    });
    out.on("response", answered).end(body);
  };
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    let body = "";
    incoming.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    incoming.on("end", () => void handle(incoming, outgoing, body));
  });
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse, body: string) {
    if (once("busy")) {
      outgoing.writeHead(503, { "retry-after": "1", "content-type": "application/json" });
      const fault = { message: "Come again.", extensions: { code: "RETRY" } };
      return void outgoing.end(JSON.stringify({ errors: [fault] }));
    }
    const update = /"id": ?"([\d-]+[0-9a-f-]+)"/.exec(body);
    if (body.includes("updateIncident(") && update && once("overtaken")) await overtake(update[1]!);
    const loses = body.includes("createIncident(") && once("answer lost");
    pass(incoming, body, (answer) => {
      if (loses) return void answer.resume().on("end", () => incoming.socket.destroy());
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
  }
  server.on("upgrade", (incoming, socket, head) => {
    const out = net.connect(Number(target.port), target.hostname, () => {
      const lines = Object.entries(incoming.headers).map(([k, v]) => `${k}: ${String(v)}`);
      out.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      out.write(head);
      socket.pipe(out);
    });
    out.on("data", (chunk: Buffer) => {
      socket.write(chunk);
      if (chunk.includes('"next"') && once("cut off")) socket.destroy();
    });
    for (const one of [socket, out]) one.on("error", () => {});
    socket.on("close", () => out.destroy());
    out.on("close", () => socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    done,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
