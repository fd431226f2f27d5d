import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const HOME = "ui/secure-only.ts";

/** Names that only pages from https or localhost have, or that always refuse elsewhere. */
const SECURE_ONLY =
  /\brandomUUID\b|\bcrypto\.subtle\b|\.clipboard\b|\.geolocation\b|\.serviceWorker\b|\.mediaDevices\b|\.credentials\.(get|create|store)\b|\bcaches\.|\bNotification\b|\.wakeLock\b|\.storage\.(persist|estimate|getDirectory)\b|\bshow(Save|Open)FilePicker\b|\bnavigator\.(share|bluetooth|usb|serial|locks|permissions)\b|\bPaymentRequest\b|\bSharedArrayBuffer\b|\bcookieStore\b/;

const sources = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !name.includes("gql/") && !name.endsWith(".spec.ts"),
);

/** Comments may speak of them. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

test("what only a secure context has is used in one place, which knows what to do without it", () => {
  const users = sources.filter((name) =>
    SECURE_ONLY.test(code(readFileSync(path.join(ROOT, name), "utf8"))),
  );
  expect(users).toEqual([HOME]);
});
