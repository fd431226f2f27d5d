import { once } from "node:events";
import http from "node:http";
import net from "node:net";

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** A request with exactly these headers: fetch would not send some, and adds others. */
export async function request(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  const { method = "GET", headers = {}, body } = options;
  const sent = http.request(url, { method, headers, agent: keepAlive });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [http.IncomingMessage];
  let text = "";
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode!, headers: answer.headers, text };
}

const keepAlive = new http.Agent({ keepAlive: true });

export const post = (url: string, query: string, headers: Record<string, string> = {}) =>
  request(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });

/** As nginx forwards without being told otherwise: HTTP/1.0, closed after the answer. */
export async function postAsOldProxy(url: string, query: string): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ query });
  const socket = net.connect(Number(port), hostname);
  socket.write(
    `POST /graphql HTTP/1.0\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return text;
}
