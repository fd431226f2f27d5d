import { useMemo } from "react";
import { DefaultPlacesDocument } from "../gql/graphql.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { baseFilter } from "./filters.js";
import type { Question } from "./question.js";

/** While others write, the check is as old as this. */
const SELDOM_MS = 30_000;
const PAUSE_MS = 300;
/** As many as a filter leaves out. */
const MOST = 200;

/**
 * Places that look like a geocoder's defaults, of all incidents of the question's place and days,
 * whatever was brushed: what is left out does not change with a brush.
 */
export function useDefaultPlaces(question: Question) {
  const { county } = useSession();
  const { live } = useShell();
  const { area, days } = question;
  const { data } = useAsked(
    DefaultPlacesDocument,
    { filter: baseFilter({ area }, days, county) },
    { version: live.version, seldomMs: SELDOM_MS, pauseMs: PAUSE_MS, keeps: true },
  );
  return useMemo(
    () => ({
      share: data?.placeCheck.share ?? 0,
      count: data?.placeCheck.places.length ?? 0,
      at: (data?.placeCheck.places ?? []).slice(0, MOST).map(({ point }) => point),
    }),
    [data],
  );
}

export type DefaultPlaces = ReturnType<typeof useDefaultPlaces>;

/** The question without what stands on them, where that was asked for. */
export function useWithoutDefaults(question: Question, { at }: DefaultPlaces): Question {
  return useMemo(
    () => (question.isWithoutDefaults && at.length > 0 ? { ...question, notAt: at } : question),
    [question, at],
  );
}
