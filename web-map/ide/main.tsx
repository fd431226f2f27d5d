import { createRoot } from "react-dom/client";
import "../styles/base.css";
import "./ide.css";
import { registerPageFonts } from "../map/fonts.js";
import { Ide } from "./ide.js";

registerPageFonts();
createRoot(document.getElementById("root")!).render(<Ide />);
