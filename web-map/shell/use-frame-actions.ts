import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import type { Action } from "./actions.js";
import type { Shell } from "./shell-context.js";
import { setThemeWish, THEME_WISHES, useThemeWish } from "./theme.js";
import { useShellWords } from "./words.js";

interface FrameDoes extends Pick<Shell, "map" | "update" | "askPurpose" | "findMe"> {
  focusSearch(): void;
  help(): void;
  copyLink(): void;
  signIn(): void;
}

/** What can be done in every workspace. */
export function useFrameActions(does: FrameDoes): Action[] {
  const { t, language } = useWords();
  const w = useShellWords();
  const session = useSession();
  const wished = useThemeWish();
  const { viewer, county, purpose, layers } = session;
  const isAnonymous = viewer.kind === "anonymous";
  const { map, update } = does;
  return [
    { id: "search", title: w("search"), icon: "search", key: "/", run: does.focusSearch },
    {
      id: "locate",
      title: w("locate"),
      icon: "locate",
      isOffered: map !== null,
      run: does.findMe,
    },
    {
      id: "wholeCounty",
      title: w("wholeCounty"),
      icon: "home",
      isOffered: map !== null && county.bounds !== null,
      run: () => {
        if (county.bounds) map?.fit(county.bounds);
      },
    },
    {
      id: "purpose",
      title: t("purpose"),
      icon: "lock",
      isOffered:
        purpose !== null || layers.some((l) => l.fields.some((f) => f.access === "onPurpose")),
      run: does.askPurpose,
    },
    { id: "copyLink", title: t("copyLink"), icon: "link", run: does.copyLink },
    {
      id: "language",
      title: t("language"),
      icon: "edit",
      run: () => {
        update({ language: language === "zh" ? "en" : "zh" });
      },
    },
    ...THEME_WISHES.map((wish) => ({
      id: `theme-${wish}`,
      title: w("themeIs", { theme: w(wish) }),
      icon: "moon" as const,
      isOffered: wish !== wished,
      run: () => {
        setThemeWish(wish);
      },
    })),
    { id: "help", title: t("help"), icon: "help", key: "?", run: does.help },
    isAnonymous
      ? { id: "signIn", title: t("signIn"), icon: "user", run: does.signIn }
      : {
          id: "signOut",
          title: t("signOut"),
          icon: "user",
          // A household's phone is unlinked by its page, so that nothing is left bound.
          isOffered: viewer.household === null,
          run: () => void session.signOut(),
        },
  ];
}
