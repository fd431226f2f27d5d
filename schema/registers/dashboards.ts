import { field, json, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const dashboards = register({
  name: "dashboards",
  singular: "dashboard",
  typeName: "Dashboard",
  table: "dashboard",
  label: { zh: "看板", en: "Dashboards" },
  description:
    "Which tiles somebody put together under a title, and for what kind of screen. A dashboard is " +
    "its author's own until it is shared with a role or an organisation, or shown on a wall; only " +
    "its author changes it. Whoever looks at one sees in its tiles what they may see.",
  fields: {
    title: field(text(100), "标题", "Title", {
      required: true,
      filtered: true,
      description: "What it is called",
    }),
    template: field(text(8), "版式", "Template", {
      required: true,
      filtered: true,
      description: "For which screen it is laid out: WALL, PHONE or DESK",
    }),
    layout: field(json, "布局", "Layout", {
      required: true,
      description:
        "Its tiles in their order, as tiles: ids of `dashboardTiles`, at most 24; and as view what " +
        "a page keeps with them",
    }),
    sharedWithRole: field(text(20), "共享给角色", "Shared with role", {
      description: "Everybody who holds this role in the county sees it, written like analyst",
    }),
    sharedWithOrganisation: field(
      reference("organisations"),
      "共享给机构",
      "Shared with organisation",
      { description: "Everybody who holds a role for this organisation sees it" },
    ),
  },
  search: [],
  scope: "county",
  sharedBy: { role: "shared_with_role", organisation: "shared_with_organisation_id" },
  exportable: false,
});
