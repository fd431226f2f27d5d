import type { WriteRules } from "../writing/rules.js";
import { calendarChanged } from "./move-clocks.js";

export const holidayRules: WriteRules = {
  /** A day that becomes, or is no longer, one of rest moves the clocks that count by it. */
  async after(tx, { county, writer }) {
    // A county that is being made has the days that its clocks are counted by from the start.
    if (writer.cause !== "demo") await calendarChanged(tx, county, writer.actor);
  },
};
