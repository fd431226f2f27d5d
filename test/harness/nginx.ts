import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

const onPath = (name: string): boolean =>
  (process.env["PATH"] ?? "").split(path.delimiter).some((dir) => existsSync(path.join(dir, name)));

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

export const hasNginx = (): boolean => onPath("nginx") && onPath("openssl");

/** The configuration that the guide gives, with this machine's ports and files in its places. */
function configuration(dir: string, port: number, plainPort: number, service: number): string {
  const guide = fileURLToPath(new URL("../../docs/guides/behind-a-proxy.md", import.meta.url));
  let text = /```nginx\n(.*?)```/s.exec(readFileSync(guide, "utf8"))![1]!;
  const places: [string, string][] = [
    ["listen 80;", `listen 127.0.0.1:${plainPort};`],
    ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
    ["/etc/ssl/grid.example.pem", path.join(dir, "certificate.pem")],
    ["/etc/ssl/private/grid.example.key", path.join(dir, "key.pem")],
    ["http://127.0.0.1:4000", `http://127.0.0.1:${service}`],
  ];
  for (const [from, to] of places) {
    if (!text.includes(from)) throw new Error(`the guide's configuration has no ${from}`);
    text = text.replace(from, to);
  }
  return text;
}

/** nginx as docs/guides/behind-a-proxy.md sets it up, on these ports, until it is stopped. */
export async function startNginx(
  dir: string,
  ports: { tls: number; plain: number; service: number },
): Promise<{ stop(): Promise<void> }> {
  mkdirSync(dir, { recursive: true });
  execFileSync(
    "openssl",
    [
      ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ["-subj", "/CN=grid.example", "-addext", "subjectAltName=DNS:grid.example,IP:127.0.0.1"],
      ["-keyout", path.join(dir, "key.pem"), "-out", path.join(dir, "certificate.pem")],
    ].flat(),
    { stdio: "ignore" },
  );
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${dir}/${kind};`)
    .join("\n");
  const file = path.join(dir, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; pid ${dir}/pid; error_log ${dir}/error.log; worker_processes 1;
     events {}
     http { access_log ${dir}/access.log; ${temporary}
     ${configuration(dir, ports.tls, ports.plain, ports.service)} }`,
  );
  const child = spawn("nginx", ["-c", file, "-p", dir], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await untilListening(`http://127.0.0.1:${ports.plain}/`);
  return {
    async stop() {
      child.kill("SIGQUIT");
      await ended;
    },
  };
}

async function untilListening(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await fetch(url, { redirect: "manual" });
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
