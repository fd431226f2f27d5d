import { once } from "node:events";
import http from "node:http";
import type { Answer } from "../fixtures/service.js";

/** A phone's browser: it keeps the cookie that answers give it. */
export interface Browser {
  ask(query: string): Promise<Answer>;
  cookie: string | undefined;
}

/** On an address of this machine's own, of which it has many. */
export function browserOn(url: string, localAddress = "127.0.0.1"): Browser {
  const browser: Browser = {
    cookie: undefined,
    async ask(query) {
      const cookie = browser.cookie ? { cookie: browser.cookie } : {};
      const headers = { "content-type": "application/json", ...cookie };
      const sent = http.request(`${url}/graphql`, { method: "POST", headers, localAddress });
      sent.end(JSON.stringify({ query }));
      const [answer] = (await once(sent, "response")) as [http.IncomingMessage];
      let text = "";
      for await (const chunk of answer) text += String(chunk);
      const said = answer.headers["set-cookie"]?.find((c) => c.startsWith("hearthgrid_session="));
      if (said) {
        const [pair] = said.split(";");
        browser.cookie = pair!.endsWith("=") ? undefined : pair;
      }
      return JSON.parse(text) as Answer;
    },
  };
  return browser;
}
