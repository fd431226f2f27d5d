// A client that subscribes, sends the half of a request, and then is stopped from outside.
import { connect } from "node:net";
import { WebSocket } from "ws";

const [url, token] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
const send = (message) => socket.send(JSON.stringify(message));
socket.on("open", () =>
  send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }),
);
socket.on("message", (text) => {
  if (JSON.parse(text.toString()).type !== "connection_ack") return;
  const query = "subscription { changes(layers: [INCIDENTS]) { id action } }";
  send({ id: "1", type: "subscribe", payload: { query } });
  const half = connect(Number(port), hostname, () => {
    half.write(
      "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        `Authorization: Bearer ${token}\r\nContent-Length: 5000\r\n\r\n{"query": "`,
      () => process.stdout.write("stalled\n"),
    );
  });
});
