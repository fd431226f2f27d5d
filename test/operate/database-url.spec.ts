import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { openEngine } from "../../db/engine/open-engine.js";
import { freshDirectory } from "../harness/engines.js";

const openingFault = (databaseUrl: string) =>
  openEngine({ dataDir: "", databaseUrl }).then(
    () => expect.unreachable("it opened"),
    (error: Error & { code: string }) => error,
  );

describe("DATABASE_URL", () => {
  // Each piece that must be in no sentence.
  it.each([
    ["p@ss/w:rd", ["ss:", "w:rd"]],
    ["12/hush", ["hush", ":12"]],
    ["12?hush", ["hush", ":12"]],
    ["12#hush", ["hush", ":12"]],
    ["hush/12", ["hush"]],
  ])(
    "with the password %s as it is: no piece of it is shown, the way out is",
    async (p, pieces) => {
      const fault = await openingFault(`postgres://grid:${p}@127.0.0.1:1/db`);
      expect(fault.code).toBe("DATABASE_URL_INVALID");
      expect(fault.message).toContain("%40");
      for (const piece of pieces) expect(`${fault.message} ${fault.stack}`).not.toContain(piece);
    },
  );
  it.each(["p%40ss%2Fw%3Ard", "p@ss", "hu%sh"])(
    "with the password %s it is understood",
    async (p) => {
      const fault = await openingFault(`postgres://grid:${p}@127.0.0.1:1/db`);
      expect(fault.code).toBe("DATABASE_UNREACHABLE");
      expect(fault.message).toContain("127.0.0.1:1 ");
    },
  );
});

/** Answers PostgreSQL's request for TLS, and proves itself by a certificate nobody signed. */
async function tlsServer(accepts: boolean) {
  const dir = freshDirectory("tls");
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
  execFileSync(
    "openssl",
    `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db -keyout ${key} -out ${cert}`.split(" "),
    { stdio: "ignore" },
  );
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(accepts ? "S" : "N");
      if (accepts) new TLSSocket(socket, { isServer: true, ...pair }).on("error", () => undefined);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://grid@127.0.0.1:${port}/db?sslmode=verify-full`, server };
}

describe("TLS to the database", () => {
  it("a certificate that nobody vouches for is named so, with both ways out", async () => {
    const { url, server } = await tlsServer(true);
    const { message } = await openingFault(url);
    server.close();
    expect(message).toMatch(/certificate.*self-signed.*sslrootcert.*no-verify/);
    expect(message).not.toContain("start it");
  });
  it("a server without TLS is named so", async () => {
    const { url, server } = await tlsServer(false);
    const { message } = await openingFault(url);
    server.close();
    expect(message).toMatch(/speaks no TLS/);
  });
});
