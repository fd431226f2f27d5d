import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "maplibre-gl/dist/maplibre-gl.css";
import "./styles/theme.css";
import "./styles/base.css";
import "./styles/overlays.css";
import "./styles/shell.css";
import "./styles/panels.css";
import "./styles/report.css";
import "./styles/objects.css";
import "./styles/table.css";
import "./styles/ground.css";
import "./styles/docks.css";
import "./styles/commands.css";
import "./styles/areas.css";
import "./styles/phone.css";
import { startI18n } from "./i18n/i18n.js";
import { registerPageFonts } from "./map/fonts.js";
import { App } from "./shell/app.js";
import { startTheme } from "./shell/theme.js";
import { readState } from "./state/use-address.js";
import { DockBoundary } from "./ui/dock-boundary.js";

startTheme();
registerPageFonts();
await startI18n(readState().language);
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <DockBoundary name="appName">
      <App />
    </DockBoundary>
  </StrictMode>,
);
