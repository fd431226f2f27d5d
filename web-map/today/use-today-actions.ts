import { useActions } from "../shell/shell-context.js";
import { useTheme } from "../shell/theme.js";
import { useTodayWords } from "./words.js";

const toggleFull = () => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => {});
};

/** The keys of the page: F, N, and the numbers of its places. */
export function useTodayActions(
  isNight: boolean,
  stops: readonly (string | null)[],
  towns: readonly { code: string; name: string }[],
  does: { go(town: string | null): void; night(isNight: boolean): void },
): void {
  const w = useTodayWords();
  const isDark = useTheme() === "dark";
  useActions([
    {
      ...{ id: "today-full", title: w("fullScreen"), icon: "rectangle", key: "f" },
      run: toggleFull,
    },
    {
      ...{ id: "today-night", title: w("nightOrDay"), icon: "moon", key: "n" },
      isOffered: isNight || !isDark,
      run: () => {
        does.night(!isNight);
      },
    },
    ...stops.slice(0, 9).map((code, i) => ({
      id: `today-page-${i + 1}`,
      title: w("showPage", {
        n: i + 1,
        name: towns.find((town) => town.code === code)?.name ?? w("wholeCounty"),
      }),
      icon: "page" as const,
      key: String(i + 1),
      run: () => {
        does.go(code);
      },
    })),
  ]);
}
