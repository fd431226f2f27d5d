import { useEffect, useRef } from "react";
import { WhereIsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import type { ViewState } from "../state/view-state.js";
import { useShellWords } from "./words.js";

/** A map that is still being moved is asked nothing. */
const REST_MS = 700;

/** Who moves the map by keyboard hears where it came to; who looks at it sees it. */
export function useMapTold(camera: ViewState["camera"], announce: (text: string) => void): void {
  const w = useShellWords();
  const { number } = useWords();
  const { client } = useSession().connection;
  const say = useRef({ w, number });
  say.current = { w, number };
  useEffect(() => {
    if (!camera || !document.activeElement?.closest(".map")) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const { data } = await ask(client, WhereIsDocument, { point: [camera.lng, camera.lat] });
      const { village, grid } = data?.whereIs ?? {};
      const { w, number } = say.current;
      const place = [village?.name, grid?.name].filter(Boolean).join(" ") || w("movedOutside");
      if (isCurrent) announce(w("movedTo", { place, zoom: number(Math.round(camera.zoom)) }));
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [camera, client, announce]);
}
