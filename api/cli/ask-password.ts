import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { badInput } from "../refusal.js";

/**
 * A password from whoever runs the command: asked for twice on a terminal, without showing it;
 * else the first line of standard input. Never from the command line, which every process can read.
 */
export async function askPassword(login: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ""] = (await text(process.stdin)).split(/\r?\n/);
    if (line === "")
      throw badInput("password", "password: standard input is empty; write it there as one line.");
    return line;
  }
  const password = await askHidden(`New password of ${login} 新密码: `);
  if ((await askHidden("Once more 再输入一次: ")) !== password)
    throw badInput("password", "password: the two are not the same.");
  return password;
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Interrupted at the question, the command ends as any other does.
  lines.on("SIGINT", () => process.exit(130));
  const line = await lines.question("");
  lines.close();
  process.stderr.write("\n");
  return line;
}
