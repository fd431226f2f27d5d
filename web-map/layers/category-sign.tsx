import { colourOf, signOf } from "./legend.js";

interface CategorySignProps {
  code: string;
  /** Another than the category's own. */
  colour?: string;
}

/** The sign of an incident's category, as the map draws it: its shape tells it without its colour. */
export const CategorySign = ({ code, colour = colourOf(code) }: CategorySignProps) => (
  <svg className="sign" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="11" fill={colour} />
    <path d={signOf(code)} fill="#fff" fillRule="evenodd" />
  </svg>
);
