import { useEffect } from "react";
import { askTheme } from "../shell/theme.js";

/** Dark while the page is shown, where the address says so. */
export function useNight(isNight: boolean): void {
  useEffect(() => {
    askTheme(isNight ? "dark" : null);
    return () => {
      askTheme(null);
    };
  }, [isNight]);
}
