import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { badInput } from "../core/refusal.js";

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
  const [password, again] = await askHidden([
    `New password of ${login} 新密码: `,
    "Once more 再输入一次: ",
  ]);
  if (password !== again) throw badInput("password", "password: the two are not the same.");
  return password!;
}

/** By one reader for all questions: a second one would miss what was pasted into the first. */
async function askHidden(questions: readonly string[]): Promise<string[]> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Interrupted at a question, the command ends as any other does.
  reader.on("SIGINT", () => process.exit(130));
  const lines = reader[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      process.stderr.write(question);
      const line = await lines.next();
      process.stderr.write("\n");
      if (line.done) throw badInput("password", "password: none was given.");
      answers.push(line.value);
    }
  } finally {
    reader.close();
  }
  return answers;
}
